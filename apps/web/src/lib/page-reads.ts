/** What a proxy answers for a server that is away. */
const AWAY = new Set([502, 503, 504]);
const PATIENCE_MILLISECONDS = 5000;

let missed: string | null = null;
const listeners = new Set<() => void>();

/** The address whose read found no server; null while none is missed. */
export const missedRead = () => missed;

export function followMissedRead(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function noteMissedRead(address: string | null): void {
  missed = address;
  for (const listener of listeners) listener();
}

/** The address of what is shown. */
export const hereAddress = () => location.pathname + location.search;

export async function isServerThere(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  const answer = await fetch('/api/health', { cache: 'no-store', signal }).catch(() => null);
  return answer?.ok === true;
}

/**
 * Watches what the router reads, until the function that it returns is called. Where a read finds no server, the router would leave
 * for the address, and the page would be gone with what was typed in it; here the page stays and the read is noted as missed.
 */
export function watchPageReads(): () => void {
  const send = window.fetch;
  const watched: typeof fetch = async (input, init) => {
    const address = readAddress(input, init);
    if (address === null) return send(input, init);
    const answer = await send(input, init).catch((error: unknown) => {
      if (init?.signal?.aborted) throw error;
      return null;
    });
    if (answer === null || AWAY.has(answer.status)) return miss(address);
    if (missed !== null) noteMissedRead(null);
    return answer;
  };
  window.fetch = watched;
  return () => {
    if (window.fetch === watched) window.fetch = send;
  };
}

/** Null for what is no read of a page by the router. */
function readAddress(input: RequestInfo | URL, init: RequestInit | undefined): string | null {
  const headers = new Headers(init?.headers);
  if (headers.get('rsc') !== '1' || headers.has('next-action') || headers.has('next-router-prefetch')) {
    return null;
  }
  const url = new URL(input instanceof Request ? input.url : input, location.href);
  url.searchParams.delete('_rsc');
  return url.pathname + url.search;
}

/** Never answers: the router goes back to what is shown, and whatever comes next finds it free. */
function miss(address: string): Promise<never> {
  noteMissedRead(address);
  if (address !== hereAddress()) window.history.replaceState(null, '', location.href);
  return new Promise(() => {});
}
