import { NumberRow, SwitchRow } from './setting-rows.tsx';

/** A reminder after so many hours; off, it is a switch that puts it back. */
export function HoursRow({
  title,
  detail,
  minutes,
  least,
  most,
  fallback,
  onChange,
}: {
  title: string;
  detail?: string;
  minutes: number | null;
  least: number;
  most: number;
  fallback: number;
  onChange: (minutes: number | null) => void;
}) {
  if (minutes === null) {
    return <SwitchRow title={title} detail={detail} isOn={false} onChange={() => onChange(fallback * 60)} />;
  }
  return (
    <NumberRow
      title={title}
      detail={detail}
      unit="h"
      value={Math.max(least, Math.round(minutes / 60))}
      least={least}
      most={most}
      onChange={(hours) => onChange(hours * 60)}
    />
  );
}
