/** Programs of sellers and bidders, as processes of this machine that end with this one at the latest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { COMMAND, ENVIRONMENT } from './house.mjs';
import { until } from './until.mjs';

/** Starts `gavel` with these words, for the servers of a house. */
export function start(house, ...words) {
  const process_ = spawn(COMMAND[0], [...COMMAND.slice(1), ...words, '--config', house.config],
    { stdio: ['pipe', 'pipe', 'pipe'], env: ENVIRONMENT });
  let said = '';
  for (const stream of [process_.stdout, process_.stderr]) stream.on('data', chunk => { said += chunk; });
  const end = () => process_.kill('SIGKILL');
  process.on('exit', end);
  return {
    /** Waits until it has said something like this; what it said. */
    async says(pattern) {
      try {
        return await until(() => pattern.exec(said));
      } catch (failure) {
        throw new Error(`${words[0]} did not say ${pattern} but:\n${said}`, { cause: failure });
      }
    },
    /** Waits for its end; the exit code. */
    async ended() {
      if (process_.exitCode === null && process_.signalCode === null) await once(process_, 'exit');
      return process_.exitCode;
    },
    /** SIGKILL. */
    async kill() {
      end();
      await this.ended();
      process.off('exit', end);
    },
  };
}
