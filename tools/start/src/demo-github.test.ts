import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoGithub, demoGithubLines, hasOwnGithub } from './demo-github.ts';
import { freePort } from './ports.ts';

let directory: string;
let said: string[];
const log = (line: string) => said.push(line);

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-demo-'));
  said = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function remember(memory: object): void {
  writeFileSync(path.join(directory, 'local-github.json'), JSON.stringify(memory));
}

test('the local GitHub comes back at the port that Apps know it by', async () => {
  const port = await freePort();
  remember({ port, apps: [] });
  const { url, child } = await demoGithub(directory, log);
  expect(url).toBe(`http://127.0.0.1:${port}`);
  expect(child.args).toEqual(['--port', String(port), '--keep', path.join(directory, 'local-github.json')]);
  expect(said).toEqual([]);
});

test('a port that somebody else has taken meanwhile is replaced, and the start says what that costs', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  remember({ port });
  const { url } = await demoGithub(directory, log);
  other.close();
  expect(url).not.toBe(`http://127.0.0.1:${port}`);
  expect(said[0]).toContain(`port ${port} is taken`);
});

test('a memory that is torn is named, with the way out', async () => {
  remember({ port: 'none' });
  await expect(demoGithub(directory, log)).rejects.toThrow(/local-github\.json is not usable\. Remove it/);
});

test.each(['GITHUB_URL', 'GITHUB_APP_ID', 'GITHUB_CLIENT_ID'])(
  'a caller with %s keeps their GitHub',
  (name) => {
    expect(hasOwnGithub({})).toBe(true);
    expect(hasOwnGithub({ [name]: '' })).toBe(true);
    expect(hasOwnGithub({ [name]: 'https://github.example.com' })).toBe(false);
  },
);

test('the welcome says where it is and whom to name there', () => {
  const publicUrl = 'http://localhost:3000';
  const lines = demoGithubLines({ githubUrl: 'http://127.0.0.1:4010', publicUrl }).join('\n');
  for (const part of [`${publicUrl}/new`, 'Larkspur', 'http://127.0.0.1:4010', 'martalind'])
    expect(lines).toContain(part);
  expect(demoGithubLines({ publicUrl })).toEqual([]);
});
