const LONGEST = 2000;
/** Control characters, spaces and backslashes, as they are or percent-encoded: browsers drop or turn some of them. */
const UNSAFE = /[\p{Cc}\s\\]|%(?:[01][0-9a-f]|5c|7f)/iu;
const NOWHERE = 'http://nowhere.invalid';
/** Addresses that only lead on to others. */
const IN_BETWEEN = /^\/(?:session|sign-in|api)(?:\/|$)/;

/** Where to go on to after a detour: a path of this very site as it was asked for, else `/`. */
export function safeNext(wanted: string | null | undefined): string {
  if (!wanted || wanted.length > LONGEST || !wanted.startsWith('/') || UNSAFE.test(wanted)) return '/';
  if (!URL.canParse(wanted, NOWHERE)) return '/';
  const url = new URL(wanted, NOWHERE);
  const path = url.pathname;
  if (url.origin !== NOWHERE || /^\/(?:\/|%2f)/i.test(path) || IN_BETWEEN.test(path)) return '/';
  return path + url.search + url.hash;
}

/** `path` with `next` in its query, unless that is the start page anyway. */
export function withNext(path: string, next: string): string {
  const safe = safeNext(next);
  if (safe === '/') return path;
  return `${path}${path.includes('?') ? '&' : '?'}next=${encodeURIComponent(safe)}`;
}
