/** The view library in one place: markup as tagged templates, and the hooks that components use. */
import { h, render, Fragment } from 'preact';
import htm from 'htm';

/** Markup: html`<p class=${name}>…</p>`. Text put into it is never read as markup. */
export const html = htm.bind(h);
export { render, Fragment };
export { useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback } from 'preact/hooks';
