/** A failure that a person can act on: shown as its message alone, without a stack trace. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a command's main function; a failure ends the process with its message and exit code 1. */
export async function runCommand(main: () => Promise<number | undefined>): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof StartFailure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
