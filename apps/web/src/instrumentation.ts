/** Runs once, before the first request is handled. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the build puts a constant here, and leaves the rest out of the runtime without Node
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { followRequests } = await import('./lib/request-hygiene.ts');
  followRequests();
}
