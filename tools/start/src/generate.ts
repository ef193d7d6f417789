import { readdirSync } from 'node:fs';
import { ensureBuilt } from './build/build.ts';
import { runCommand } from './failure.ts';
import { runNode } from './program.ts';
import { inRepository } from './repository.ts';

/** `npm run generate`: everything in the repository that is rendered from something else. */
await runCommand(async () => {
  await ensureBuilt(['prisma-client'], (line) => console.log(line));
  const directory = 'tools/start/src/generate';
  let worst = 0;
  for (const file of readdirSync(inRepository(directory)).filter((name) => !name.endsWith('.test.ts'))) {
    const { code } = await runNode([inRepository(directory, file)], { isShown: true });
    worst = Math.max(worst, code);
  }
  return worst;
});
