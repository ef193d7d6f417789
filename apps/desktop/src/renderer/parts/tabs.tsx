/** The pages of a window. */
export function Tabs<Name extends string>({
  label,
  tabs,
  current,
  onChoose,
}: {
  label: string;
  /** `short` is shown where there is little room. */
  tabs: readonly { name: Name; label: string; short?: string }[];
  current: Name;
  onChoose: (name: Name) => void;
}) {
  return (
    <nav aria-label={label} className="sticky top-0 z-2 shrink-0 border-b border-hairline bg-canvas px-3">
      <ul className="flex h-11 gap-1">
        {tabs.map((tab) => (
          <li key={tab.name} className="flex">
            <button
              type="button"
              aria-current={tab.name === current ? 'page' : undefined}
              onClick={() => onChoose(tab.name)}
              className="role-label -mb-px border-y-2 border-transparent px-2 text-muted hover:text-text focus-visible:-outline-offset-3 aria-[current]:border-b-accent aria-[current]:text-text"
            >
              {tab.short ? (
                <>
                  <span className="max-pair:hidden">{tab.label}</span>
                  <span className="pair:hidden">{tab.short}</span>
                </>
              ) : (
                tab.label
              )}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
