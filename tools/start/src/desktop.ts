import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './build/build.ts';
import { electronProgram } from './electron-program.ts';
import { readEnvironment } from './env.ts';
import { messageOf, runCommand } from './failure.ts';
import { inRepository } from './repository.ts';
import { dataDirectoryOf, instanceUrl } from './running-instance.ts';

/** `npm run desktop [-- arguments of Electron]`: builds the desktop app and runs it beside an installed one, with data of its own. */
await runCommand(async () => {
  const program = electronProgram();
  const environment = readEnvironment();
  await ensureBuilt(['desktop'], (line) => console.log(line));
  const data = path.join(dataDirectoryOf(environment), 'desktop');
  console.log(`Its data is in ${data}.`);
  try {
    console.log(`Sign in to ${instanceUrl(environment)}.`);
  } catch (error) {
    console.log(`${messageOf(error)} Another server’s address can be given in the window.`);
  }
  const own = [inRepository('apps/desktop'), `--user-data-dir=${data}`];
  return runElectron(program, [...own, ...process.argv.slice(2)]);
});

/** Resolves to its exit code. A first Ctrl-C reaches both; it is the app that ends. */
function runElectron(program: string, args: readonly string[]): Promise<number> {
  // as Node, it would run the app without windows
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  process.on('SIGINT', () => {});
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: environment, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
