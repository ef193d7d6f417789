/** Minutes of hours as they were typed, with a comma or a point; -1, which the API refuses, for what is no number. */
export function minutesOfHours(text: string): number {
  const typed = text.trim().replace(',', '.');
  const hours = typed === '' ? Number.NaN : Number(typed);
  return Number.isFinite(hours) ? Math.round(hours * 60) : -1;
}
