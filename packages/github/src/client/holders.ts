/** Who spends the budget of an installation: its App, by its id here, says at which GitHub the number counts. */
export function installationHolder(appId: string, installationId: string): string {
  return `installation:${appId}:${installationId}`;
}
