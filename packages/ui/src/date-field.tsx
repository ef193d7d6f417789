/** A local day, `YYYY-MM-DD`. Calls back only with a whole date inside its bounds. */
export function DateField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: string;
  min: string;
  max: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="role-label flex h-control items-center gap-2 rounded-control border border-control bg-card px-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-rail:grow max-rail:basis-[40%]">
      <span className="role-cell text-muted">{label}</span>
      <input
        type="date"
        defaultValue={value}
        key={value}
        min={min}
        max={max}
        onChange={(event) => {
          if (event.target.value !== '' && event.target.validity.valid) onChange(event.target.value);
        }}
        className="min-w-0 grow bg-transparent outline-none"
      />
    </label>
  );
}
