import { parseArgs } from 'node:util';
import { ensureBuilt } from './build/build.ts';
import { readEnvironment } from './env.ts';
import { runCommand, StartFailure } from './failure.ts';
import { instanceEnvironment, instanceUrl } from './running-instance.ts';

const usage = 'Usage: npm run reset-link -- --email ADDRESS [--without-factors]';

function readRequest(): { email: string; isWithoutFactors: boolean } {
  const options = { email: { type: 'string' }, 'without-factors': { type: 'boolean' } } as const;
  try {
    const { email, 'without-factors': isWithoutFactors = false } = parseArgs({ options }).values;
    if (email) return { email, isWithoutFactors };
  } catch {
    // another argument than the one it takes
  }
  throw new StartFailure(usage);
}

/** `npm run reset-link`: for somebody who is locked out where no mail is sent, or who has lost their second factor. */
await runCommand(async () => {
  const request = readRequest();
  const environment = readEnvironment();
  const { DATABASE_URL: databaseUrl = '' } = instanceEnvironment(environment);
  const publicUrl = instanceUrl(environment);
  await ensureBuilt(['prisma-client'], (line) => console.log(line));
  const { issueResetLink } = await import('./password-reset.ts');
  const link = await issueResetLink({ databaseUrl, publicUrl, now: Date.now(), ...request });
  console.log(`${link}\n\nIt is good once and for an hour. Hand it to its person alone.`);
  return 0;
});
