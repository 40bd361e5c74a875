/**
 * In which order tests run. Those of one file run one after another, since they share people. Files may run beside
 * one another, as their people and auctions are their own; what kills servers, counts streams or hands over
 * leadership has the house for itself.
 */
import { describe, test as played } from 'node:test';

/** As many files as keep two cores busy while each waits for its servers now and then. */
const AT_ONCE = 3;

let inFile = [];

/** A test, as node's own. */
export function test(name, options, body) {
  inFile.push({ name, options, body, alone: false });
}

/** A test that has the house for itself, also where its file runs beside others. */
export function alone(name, options, body) {
  inFile.push({ name, options, body, alone: true });
}

/** Runs these files one after another. */
export async function oneByOne(...files) {
  for (const file of files) for (const one of await testsOf(file)) played(one.name, one.options, one.body);
}

/** Runs these files beside one another, and then what wants to be alone. */
export async function together(...files) {
  const found = [];
  for (const file of files) found.push({ file, tests: await testsOf(file) });
  describe('beside one another', { concurrency: AT_ONCE }, () => {
    for (const { file, tests } of found) {
      describe(file, { concurrency: 1 }, () => {
        for (const one of tests) if (!one.alone) played(one.name, one.options, one.body);
      });
    }
  });
  for (const { tests } of found) for (const one of tests) if (one.alone) played(one.name, one.options, one.body);
}

async function testsOf(file) {
  inFile = [];
  await import(new URL(`../${file}`, import.meta.url));
  return inFile;
}
