import { parseArgs } from 'node:util';
import { ensureBuilt } from './build/build.ts';
import { readEnvironment } from './env.ts';
import { runCommand, StartFailure } from './failure.ts';
import { instanceEnvironment, instanceUrl } from './running-instance.ts';

const usage = 'Usage: npm run reset-link -- --email ADDRESS';

function readEmail(): string {
  try {
    const { email } = parseArgs({ options: { email: { type: 'string' } } }).values;
    if (email) return email;
  } catch {
    // another argument than the one it takes
  }
  throw new StartFailure(usage);
}

/** `npm run reset-link -- --email ADDRESS`: for somebody who is locked out where no mail is sent. */
await runCommand(async () => {
  const email = readEmail();
  const environment = readEnvironment();
  const { DATABASE_URL: databaseUrl = '' } = instanceEnvironment(environment);
  const publicUrl = instanceUrl(environment);
  await ensureBuilt(['prisma-client'], (line) => console.log(line));
  const { issueResetLink } = await import('./password-reset.ts');
  const link = await issueResetLink({ databaseUrl, publicUrl, email, now: Date.now() });
  console.log(`${link}\n\nIt is good once and for an hour. Hand it to its person alone.`);
  return 0;
});
