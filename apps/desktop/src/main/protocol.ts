import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SECURITY_HEADERS } from './security/content-security-policy.ts';
import { isOwnAddress } from './security/origin.ts';

const MIME: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Answers requests for `app://devpulse/…` with the files of a directory as they were when the app started. An address is looked
 * up in that list and never joined to a path, so none can lead out of it.
 */
export function createAppHandler(root: string): (request: Request) => Promise<Response> {
  const files = listFiles(root);
  return async (request) => {
    if (!isOwnAddress(request.url)) return refusal(404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    const { pathname } = new URL(request.url);
    const name = pathname === '/' ? '/index.html' : pathname;
    const file = files.get(name);
    const type = MIME[path.extname(name)];
    if (!file || !type) return refusal(404);
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file));
    return new Response(body, { headers: { ...SECURITY_HEADERS, 'content-type': type } });
  };
}

function listFiles(root: string): Map<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [`/${path.relative(root, file).split(path.sep).join('/')}`, file];
    }),
  );
}

const refusal = (status: number) => new Response(null, { status, headers: SECURITY_HEADERS });
