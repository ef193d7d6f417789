/** The two marks of the flow chart and what they add up to. */
export function FlowKey({
  merged,
  ready,
  incomplete,
}: {
  merged: string;
  ready: string;
  /** `Today, not over`; null where every bucket is finished. */
  incomplete: string | null;
}) {
  return (
    <ul className="role-caption flex flex-wrap gap-x-4 gap-y-1 text-muted">
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="size-2.5 rounded-[2px] bg-series-1" />
        {merged}
      </li>
      <li className="flex items-center gap-1.5">
        <span aria-hidden className="h-0.5 w-3 bg-text" />
        {ready}
      </li>
      {incomplete && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 border border-dashed border-series-1 bg-series-1/20" />
          {incomplete}
        </li>
      )}
    </ul>
  );
}
