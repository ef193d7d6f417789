import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Before the fuses of a program of Electron; source: docs/tutorial/fuses.md, “Quick Glossary”. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** What electron-builder needs of Electron’s program to pack an app: its files by name, and fuses that are set the wrong way round. */
export function writeStandInElectron(directory: string, fuses: readonly boolean[]): void {
  mkdirSync(path.join(directory, 'locales'), { recursive: true });
  mkdirSync(path.join(directory, 'resources'));
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'locales/en-US.pak',
    'version',
  ]) {
    writeFileSync(path.join(directory, name), name);
  }
  const wire = fuses.map((isOn) => (isOn ? '1' : '0')).join('');
  const program = Buffer.concat([
    Buffer.from('\x7fELF'),
    Buffer.alloc(4096),
    Buffer.from(SENTINEL),
    Buffer.of(1, wire.length),
    Buffer.from(wire),
    Buffer.alloc(64),
  ]);
  writeFileSync(path.join(directory, 'electron'), program, { mode: 0o755 });
}
