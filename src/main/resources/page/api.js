/** Calls of the agent's REST interface, with the token of this tab. */

const KEPT_AS = 'dialer.token';
const LONGEST_GET_MS = 15_000;
const BASE = new URL('..', document.baseURI);

/** A call that did not do what it should, with what the agent says about it. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** Forgotten with the tab. */
export function token() {
  return sessionStorage.getItem(KEPT_AS);
}

export function useToken(text) {
  if (text) {
    sessionStorage.setItem(KEPT_AS, text);
  } else {
    sessionStorage.removeItem(KEPT_AS);
  }
}

/** A call whose answer is still to be read; throws a Problem unless it succeeded. */
export async function open(path, options = {}) {
  const headers = {...options.headers};
  if (token()) {
    headers.Authorization = `Bearer ${token()}`;
  }
  const response = await fetch(new URL(path, BASE), {cache: 'no-store', ...options, headers});
  if (!response.ok) {
    throw new Problem(response.status, await said(response));
  }
  return response;
}

/** Reads something that the agent has at hand; one that does not answer holds nothing up for long. */
export async function get(path) {
  return (await open(path, {signal: AbortSignal.timeout(LONGEST_GET_MS)})).json();
}

/** Changes something. */
export async function send(method, path, body) {
  const options = {method};
  if (body !== undefined) {
    options.body = JSON.stringify(body);
  }
  return (await open(path, options)).json();
}

/** A call of the embedded backend, which says in its answer whether it succeeded. */
export async function backend(method, path, body) {
  const answer = await send(method, `api/v1/${path}`, body);
  if (answer.code !== 0) {
    throw new Problem(answer.code, answer.message);
  }
  return answer.data;
}

async function said(response) {
  try {
    const body = await response.json();
    return body.detail ?? body.message ?? response.statusText;
  } catch {
    return response.statusText;
  }
}
