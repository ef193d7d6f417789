const MINUTE = 60_000;

/** Whole minutes, rounded down; source: attendance.md, Z2. */
function partsOf(milliseconds: number) {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** `3 h 05 min`, `7 h`, `25 min`, `0 min`. Rounded down to minutes. */
export function durationText(milliseconds: number): string {
  const { hours, minutes } = partsOf(milliseconds);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${hours} h` : `${hours} h ${String(minutes).padStart(2, '0')} min`;
}

/** `3 h 05`, for where there is no room for the unit of minutes; `–` for nothing. */
export function narrowDurationText(milliseconds: number): string {
  const { hours, minutes } = partsOf(milliseconds);
  if (hours === 0) return minutes === 0 ? '–' : `${minutes} min`;
  return `${hours} h ${String(minutes).padStart(2, '0')}`;
}

/** `3 hours 5 minutes`, as it is read out. */
export function spokenDurationText(milliseconds: number): string {
  const { hours, minutes } = partsOf(milliseconds);
  const words = [
    hours > 0 && `${hours} ${hours === 1 ? 'hour' : 'hours'}`,
    (minutes > 0 || hours === 0) && `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
  ];
  return words.filter((word) => word !== false).join(' ');
}

/** `1:54:47`: hours, minutes and seconds of something that runs. */
export function runningText(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const pair = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${pair(Math.floor(seconds / 60) % 60)}:${pair(seconds % 60)}`;
}

/** A duration as figures with their units, for large type. */
export function durationFigures(milliseconds: number): { figure: string; unit: string }[] {
  const { hours, minutes } = partsOf(milliseconds);
  const parts = [];
  if (hours > 0) parts.push({ figure: String(hours), unit: 'h' });
  if (minutes > 0 || hours === 0) {
    const figure = hours > 0 ? String(minutes).padStart(2, '0') : String(minutes);
    parts.push({ figure, unit: 'min' });
  }
  return parts;
}

/** How long ago a clock reads, `2 s`, or a duration of minutes from a minute on. */
export function offsetText(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  return size < MINUTE ? `${Math.round(size / 1000)} s` : durationText(size);
}
