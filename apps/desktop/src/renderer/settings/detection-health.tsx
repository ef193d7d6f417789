import { Row, RowGroup } from '@devpulse/ui/row-group';
import { offsetText } from '@devpulse/ui/words/duration-words';
import { Check, type LucideIcon, Minus, TriangleAlert, X } from 'lucide-react';
import type { Signal } from '../../ipc/settings.ts';
import type { AppView } from '../../ipc/view.ts';
import { useMoments } from '../moments.ts';
import { clockDetail, signalDetail } from '../words/settings.ts';

const FIVE_MINUTES = 300_000;

/** What detection can use on this device, each with what is known of it. Shown, never sent. */
export function DetectionHealth({ view }: { view: AppView }) {
  const { detection, sentAt, settings } = view;
  const moments = useMoments(settings.zone.name);
  const line = (signal: Signal) => signalDetail(signal, sentAt, moments);
  const fast = detection.clockFastMs;
  const isOff = fast !== null && Math.abs(fast) > FIVE_MINUTES;
  return (
    <RowGroup title="What detection can use here">
      <Row title="Time since the last input" detail={line(detection.input)}>
        <SignalState signal={detection.input} />
      </Row>
      <Row title="Screen lock" detail={line(detection.lock)}>
        <SignalState signal={detection.lock} />
      </Row>
      <Row title="Sleep and wake" detail={line(detection.sleep)}>
        <SignalState signal={detection.sleep} />
      </Row>
      <Row title="Clock" detail={clockDetail(fast)}>
        {fast !== null && (
          <Health
            Icon={isOff ? TriangleAlert : Check}
            tone={isOff ? 'text-caution' : 'text-good'}
            words={isOff ? `Off by ${offsetText(fast)}` : 'Good'}
          />
        )}
      </Row>
    </RowGroup>
  );
}

const STATES: Record<Signal['state'], { Icon: LucideIcon; tone: string; words: string }> = {
  available: { Icon: Check, tone: 'text-good', words: 'Available' },
  unavailable: { Icon: X, tone: 'text-caution', words: 'Unavailable' },
  unknown: { Icon: Minus, tone: 'text-muted', words: 'Not known yet' },
};

function SignalState({ signal }: { signal: Signal }) {
  return <Health {...STATES[signal.state]} />;
}

function Health({ Icon, tone, words }: { Icon: LucideIcon; tone: string; words: string }) {
  return (
    <span className={`role-caption flex shrink-0 items-center gap-1 ${tone}`}>
      <Icon aria-hidden size={14} />
      {words}
    </span>
  );
}
