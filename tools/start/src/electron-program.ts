import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StartFailure } from './failure.ts';
import { inRepository } from './repository.ts';
import { electron, findPart } from './test-parts.ts';

const REMEDY = `Electron’s program is not here, and npm does not bring it.

  npx install-electron        fetches it into node_modules/electron/dist
  ELECTRON_PATH=…             or say where it is, then run this again`;

/** The program to run the desktop app in: `ELECTRON_PATH`, else what `npx install-electron` fetched. Throws a `StartFailure` without one. */
export function electronProgram(
  electronPackage = inRepository('node_modules/electron'),
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const named = environment[electron.variable];
  if (named && !findPart(electron, environment)) {
    throw new StartFailure(`${electron.variable} is ${named}, which is no program that can be run.`);
  }
  const found = findPart(electron, environment) ?? fetchedProgram(electronPackage);
  if (!found) throw new StartFailure(REMEDY);
  return found;
}

/** Where install-electron of the package says that it put it. */
function fetchedProgram(electronPackage: string): string | null {
  const note = path.join(electronPackage, 'path.txt');
  if (!existsSync(note)) return null;
  const program = path.join(electronPackage, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}
