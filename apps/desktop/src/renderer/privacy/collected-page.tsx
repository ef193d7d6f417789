import { collectedGroups } from '@devpulse/contracts/attendance/collected';
import { CollectedTable } from '@devpulse/ui/attendance/collected-table';
import { TextButton } from '@devpulse/ui/text-button';
import type { AppView } from '../../ipc/view.ts';
import { Announced } from '../parts/announced.tsx';
import { Foot } from '../parts/foot.tsx';
import { ScrollArea } from '../parts/scroll-area.tsx';
import { USED_HERE, WHOLE_LIST } from '../words/privacy.ts';

const groups = collectedGroups();
const count = groups.reduce((sum, { fields }) => sum + fields.length, 0);

/** Made from the schema that entries are sent by, and checked against on the server. */
export function CollectedPage({ view, onSay }: { view: AppView; onSay: (words: string) => void }) {
  return (
    <>
      <ScrollArea label="What is collected">
        <p className="role-body mb-3 max-w-[64ch]">{WHOLE_LIST}</p>
        <CollectedTable label="What is collected" groups={groups} />
        <div className="mt-4 rounded-card border border-hairline bg-card p-4">
          <h2 className="role-section">Used on this device, never sent</h2>
          <dl className="mt-2 grid gap-x-4 gap-y-2 pair:grid-cols-[32%_1fr]">
            {USED_HERE.map(({ what, why }) => (
              <div key={what} className="contents">
                <dt className="role-body">{what}</dt>
                <dd className="role-caption pt-0.5 text-muted max-pair:pt-0">{why}</dd>
              </div>
            ))}
          </dl>
        </div>
      </ScrollArea>
      <Foot
        actions={
          <>
            <TextButton size="caption" onClick={() => void window.devpulse.openLink('export_data')}>
              Export my data
            </TextButton>
            <TextButton
              size="caption"
              className="max-pair:hidden"
              onClick={() => void window.devpulse.openLink('delete_data')}
            >
              Delete my data
            </TextButton>
          </>
        }
      >
        <span className="max-pair:hidden">Schema {view.schemaVersion}, </span>
        {count} fields
      </Foot>
      <Announced words={`What is collected, ${count} fields`} onSay={onSay} />
    </>
  );
}
