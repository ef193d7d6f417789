import { checkSteps, prepareChecks } from './check/checks.ts';
import { runSteps } from './check/steps.ts';
import { runCommand } from './failure.ts';

/** `npm run check`: everything that needs no database and no browser. */
await runCommand(async () => {
  await prepareChecks();
  const results = await runSteps(checkSteps({ withDomainTests: true }));
  const failed = results.filter((result) => result.problem !== undefined);
  console.log(
    failed.length === 0
      ? `All ${results.length} checks pass.`
      : `${failed.length} of ${results.length} checks fail.`,
  );
  return failed.length === 0 ? 0 : 1;
});
