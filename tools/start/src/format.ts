import { runCommand } from './failure.ts';
import { runNode } from './program.ts';
import { inRepository } from './repository.ts';

/** `npm run format`: formats and applies the linter's safe fixes. */
await runCommand(async () => {
  const biome = inRepository('node_modules/@biomejs/biome/bin/biome');
  const { code } = await runNode([biome, 'check', '--write', ...process.argv.slice(2)], { isShown: true });
  return code;
});
