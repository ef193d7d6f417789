/** Under which what was typed into the form of an App is kept over a detour. */
export function appFormOf(organization: string): string {
  return `app of ${organization}`;
}
