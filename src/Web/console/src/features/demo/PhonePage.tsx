import { IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff, IconVolume } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../../clock';
import { elapsed, phone as phoneText } from '../../format';
import { Problem } from '../../http';
import { useLanguage } from '../../i18n';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Empty } from '../../ui/Empty';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import { SectionHead } from '../../ui/SectionHead';
import type { CallState } from './callState';
import { DemoHeader } from './DemoHeader';
import { getDemo, type DemoTown } from './endpoints';
import { HeardList, TraceList } from './HeardList';
import { KeyPad } from './KeyPad';
import css from './PhonePage.module.css';
import { residentText } from './residents';
import { usePhone, type Phone } from './usePhone';

const ICON = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;
const WITHHELD = '';
const EMERGENCY = '112';
/** A number that leads into a menu somebody is trying (▶ on a draft). */
const TRIAL = /^000\d+$/;
const DEBTOR = '+79370000030';
const METER_READER = '+79370000007';
const MISSED = '+79370000118';

/** «Позвонить»: a resident's telephone in the browser; the calls are real ones over the network. */
export function PhonePage() {
  const { t } = useTranslation();
  const town = useQuery({ queryKey: ['demo'], queryFn: getDemo, staleTime: Infinity, retry: false });

  useEffect(() => {
    document.title = t('demo.phone.tab');
  }, [t]);

  return (
    <div className={css.frame}>
      <DemoHeader />
      {town.isPending && <main aria-busy="true" aria-label={t('loading')} />}
      {town.isError && (
        <main>
          {town.error instanceof Problem && town.error.status === 404
            ? <Empty page title={t('demo.off')} hint={t('demo.offHint')} />
            : (
              <Empty page title={t('error.unreachable')}>
                <Button onClick={() => void town.refetch()}>{t('again')}</Button>
              </Empty>
            )}
        </main>
      )}
      {town.isSuccess && <Handset town={town.data} />}
    </div>
  );
}

function Handset({ town }: { town: DemoTown }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState(town.residents[0]?.phone ?? WITHHELD);
  const asked = new URLSearchParams(location.search).get('to') ?? '';
  const numbers = TRIAL.test(asked) ? [asked, ...town.numbers] : town.numbers;
  const [to, setTo] = useState(numbers[0] ?? '');
  const phone = usePhone();
  const busy = phone.call.phase === 'calling' || phone.call.phase === 'talking';
  const caller = from === WITHHELD ? null : from;

  const play = (who: string, number: string, act: (from: string | null, to: string) => void) => {
    setFrom(who);
    setTo(number);
    act(who, number);
  };

  return (
    <main className={css.page}>
      <section className={css.handset} aria-labelledby="phone-title">
        <div>
          <h1 id="phone-title" className={css.title}>{t('demo.phone.title')}</h1>
          <p className={css.hint}>{t('demo.phone.hint')}</p>
        </div>
        <div>
          <label className={field.label} htmlFor="caller">{t('demo.phone.from')}</label>
          <select
            id="caller"
            className={field.input}
            value={from}
            disabled={busy}
            onChange={(event) => setFrom(event.currentTarget.value)}
          >
            {town.residents.map((each) => (
              <option key={each.phone} value={each.phone}>{residentText(each, t)}</option>
            ))}
            <option value={WITHHELD}>{t('demo.phone.withheld')}</option>
          </select>
        </div>
        <div>
          <span className={field.label}>{t('demo.phone.to')}</span>
          <ChipRow
            label={t('demo.phone.to')}
            value={to}
            onPick={(number) => { if (!busy) { setTo(number); } }}
            chips={numbers.map((number) => ({
              value: number,
              label: t(number === EMERGENCY ? 'demo.phone.emergency'
                : TRIAL.test(number) ? 'demo.phone.trial' : 'demo.phone.single', { number }),
            }))}
          />
        </div>
        <Display call={phone.call} from={caller} to={TRIAL.test(to) ? t('demo.phone.trial') : to} />
        <KeyPad active={phone.call.phase === 'talking'} onPress={phone.press} />
        {busy
          ? (
            <Button tone="danger" className={css.big} onClick={phone.hangUp} data-act="hang-up">
              <IconPhoneOff {...ICON} />{t('demo.phone.hangUp')}
            </Button>
          )
          : (
            <Button tone="primary" className={css.big} onClick={() => phone.dial(caller, to)} data-act="dial">
              <IconPhone {...ICON} />{t('demo.phone.dial')}
            </Button>
          )}
        <Voice phone={phone} />
      </section>
      <section className={css.story} aria-label={t('demo.phone.story')}>
        <HeardList call={phone.call} />
        <div className={css.below}>
          <Scenarios
            busy={busy}
            onReadings={() => play(METER_READER, '100', phone.dial)}
            onDebtor={() => play(DEBTOR, '100', phone.dial)}
            onMissed={() => play(MISSED, EMERGENCY, phone.miss)}
            onEmergency={() => play(DEBTOR, EMERGENCY, phone.dial)}
            onTogether={() => phone.together(town.residents.slice(0, town.callsMax - 1).map((each) => each.phone),
              EMERGENCY)}
          />
          <TraceList traces={phone.call.traces} />
        </div>
      </section>
    </main>
  );
}

function Display({ call, from, to }: { call: CallState; from: string | null; to: string }) {
  const { t } = useTranslation();
  const end = call.endedMs;
  const time = useClock(() => (call.answeredMs === null ? '' : elapsed((end ?? Date.now()) - call.answeredMs)));
  return (
    <div className={`${css.display} ${css[call.phase]}`} data-phase={call.phase}>
      <span className={css.route}>{from === null ? t('demo.phone.withheld') : phoneText(from)} → {to}</span>
      <span className={css.state}>
        <span role="status">{t(`demo.phone.phase.${call.phase}`)}</span>
        <span className={css.time}>{time}</span>
      </span>
      <output className={css.keys} aria-label={t('demo.phone.pressed')}>{call.keys}</output>
    </div>
  );
}

function Voice({ phone }: { phone: Phone }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const talking = phone.call.phase === 'talking';
  const isOn = phone.speaking === 'on';
  return (
    <div className={css.voice}>
      <Button
        size="small"
        disabled={!talking}
        aria-pressed={isOn}
        onClick={phone.toggleMicrophone}
      >
        {isOn ? <IconMicrophoneOff {...ICON} /> : <IconMicrophone {...ICON} />}
        {t(isOn ? 'demo.phone.microphoneOff' : 'demo.phone.microphone')}
      </Button>
      <Button size="small" disabled={!talking} onClick={() => phone.saySample(language === 'uk' ? 'uk' : 'ru')}>
        <IconVolume {...ICON} />{t('demo.phone.sample')}
      </Button>
      {phone.speaking === 'refused' && <Notice tone="plain">{t('demo.phone.noMicrophone')}</Notice>}
    </div>
  );
}

function Scenarios({ busy, onReadings, onDebtor, onMissed, onEmergency, onTogether }: {
  busy: boolean; onReadings(): void; onDebtor(): void; onMissed(): void; onEmergency(): void; onTogether(): void;
}) {
  const { t } = useTranslation();
  const scenarios: [string, string, () => void, boolean][] = [
    ['demo.scenario.debtor', 'demo.scenario.debtorHint', onDebtor, busy],
    ['demo.scenario.readings', 'demo.scenario.readingsHint', onReadings, busy],
    ['demo.scenario.missed', 'demo.scenario.missedHint', onMissed, busy],
    ['demo.scenario.emergency', 'demo.scenario.emergencyHint', onEmergency, busy],
    ['demo.scenario.together', 'demo.scenario.togetherHint', onTogether, false],
  ];
  return (
    <section className={css.card} aria-labelledby="scenarios">
      <SectionHead id="scenarios" title={t('demo.scenario.title')} />
      <ul className={css.scenarios}>
        {scenarios.map(([name, hint, act, off]) => (
          <li key={name} className={css.scenario}>
            <Button size="small" disabled={off} onClick={act}>{t(name)}</Button>
            <span className={css.hint}>{t(hint)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
