import { NeverList } from '@devpulse/ui/attendance/never-list';
import { TextButton } from '@devpulse/ui/text-button';
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { Received } from '../bridge.ts';
import { Announced } from '../parts/announced.tsx';
import { Foot } from '../parts/foot.tsx';
import { Spoken } from '../parts/live-region.tsx';
import { ScrollArea } from '../parts/scroll-area.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useTab } from '../parts/use-tab.ts';
import { NEVER, NEVER_COLLECTED } from '../words/privacy.ts';
import { CollectedPage } from './collected-page.tsx';
import { LookedPage } from './looked-page.tsx';

const TABS = [
  { name: 'collected', label: 'What is collected', short: 'Collected' },
  { name: 'never', label: 'What is never collected', short: 'Never' },
  { name: 'looked', label: 'Who looked' },
] as const;

/** What is collected, what never is, and who looked; the first two need neither a sign-in nor a connection. */
export function PrivacyWindow({ received: { view } }: { received: Received }) {
  const [tab, setTab] = useTab(view, 'privacy', ['collected', 'never', 'looked']);
  const [said, setSaid] = useState('');
  return (
    <>
      <main className="flex h-full flex-col">
        <h1 className="sr-only">Privacy</h1>
        <Tabs label="Privacy" tabs={TABS} current={tab} onChoose={setTab} />
        {tab === 'collected' && <CollectedPage view={view} onSay={setSaid} />}
        {tab === 'never' && <NeverPage onSay={setSaid} />}
        {tab === 'looked' && <LookedPage view={view} onSay={setSaid} />}
      </main>
      <Spoken name="state" words={said} />
    </>
  );
}

function NeverPage({ onSay }: { onSay: (words: string) => void }) {
  return (
    <>
      <ScrollArea label="What is never collected">
        <p className="role-body mb-5 max-w-[64ch]">{NEVER}</p>
        <NeverList items={NEVER_COLLECTED} />
      </ScrollArea>
      <Foot
        actions={
          <TextButton size="caption" onClick={() => void window.devpulse.openLink('how_checked')}>
            How this is checked <ExternalLink aria-hidden size={14} />
          </TextButton>
        }
      >
        A wish for one of these is answered with no.
      </Foot>
      <Announced words="What is never collected" onSay={onSay} />
    </>
  );
}
