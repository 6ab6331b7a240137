import { IconPlus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { DateField } from '../../ui/DateField';
import { Dialog } from '../../ui/Dialog';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { TimeField } from '../../ui/TimeField';
import { HousePicker } from '../outages/HousePicker';
import type { House } from '../outages/outages';
import { addAnnouncement, sampleUrl, withdrawAnnouncement, type Announcement } from './api';
import { ClipSelect } from './ClipSelect';
import { instantOf, todayIn } from './menu';
import css from './Menus.module.css';
import { PlayButton } from './PlayButton';
import { useAnnouncements, useMenuAct } from './useMenus';

const TONES = { inForce: 'ok', ahead: 'info', over: 'plain', withdrawn: 'plain' } as const;

/** What everybody of a scope hears after the greeting, and until when. */
export function AnnouncementsTab({ organisation, numbers, zone, mayChange }: {
  organisation: string; numbers: readonly string[]; zone: string; mayChange: boolean;
}) {
  const { t } = useTranslation();
  const query = useAnnouncements();
  const [isNew, setNew] = useState(false);
  const withdrawing = useMenuAct((id: string) => withdrawAnnouncement(id));
  const rows = query.data?.filter((each) => each.organisation === organisation) ?? [];
  useKey('Ctrl+Enter', () => setNew(true), { enabled: mayChange && !isNew });
  const button = mayChange && (
    <Button tone="primary" keys="Ctrl Enter" onClick={() => setNew(true)}>
      <IconPlus size={16} aria-hidden="true" /> {t('ivr.newAnnouncement')}
    </Button>
  );
  return (
    <div className={css.main} tabIndex={0} role="group" aria-label={t('ivr.tab.announcements')}>
      <Failure error={query.error ?? withdrawing.error} />
      {query.isSuccess && rows.length === 0
        ? <Empty title={t('ivr.noAnnouncements')} hint={t('ivr.noAnnouncementsHint')}>{button}</Empty>
        : <div className={css.row}>{button}</div>}
      <ul className={css.lines}>
        {rows.map((each) => (
          <Row key={each.id} said={each} mayChange={mayChange && !withdrawing.isPending}
            onWithdraw={() => withdrawing.mutate(each.id)} />
        ))}
      </ul>
      {isNew && (
        <NewAnnouncement organisation={organisation} numbers={numbers} zone={zone} onClose={() => setNew(false)} />
      )}
    </div>
  );
}

function Row({ said, mayChange, onWithdraw }: { said: Announcement; mayChange: boolean; onWithdraw(): void }) {
  const { t } = useTranslation();
  const words = said.words ?? said.text;
  return (
    <li className={css.announcement}>
      <Pill tone={TONES[said.state]}>{t(`ivr.state.${said.state}`)}</Pill>
      <div>
        <b>{said.name}</b>
        <p>«{words}»</p>
        <p className={css.quiet}>
          {dateTime(said.from)} – {said.until === null ? t('ivr.untilWithdrawn') : dateTime(said.until)}
          {` · ${said.number ?? t('ivr.allNumbers')}`}
          {said.houses.length > 0 && ` · ${t('ivr.houses', { count: said.houses.length })}`}
          {` · ${t('ivr.place', { place: said.place })} · ${said.madeBy}`}
        </p>
      </div>
      <PlayButton source={sampleUrl([said.text], 'ru')} label={words} />
      {mayChange && (said.state === 'inForce' || said.state === 'ahead')
        ? <Button size="small" tone="danger" onClick={onWithdraw}>{t('ivr.withdraw')}</Button> : <span />}
    </li>
  );
}

function NewAnnouncement({ organisation, numbers, zone, onClose }: {
  organisation: string; numbers: readonly string[]; zone: string; onClose(): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState('');
  const [text, setText] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [houses, setHouses] = useState<House[]>([]);
  const [from, setFrom] = useState({ day: '', time: '00:00' });
  const [until, setUntil] = useState({ day: todayIn(serverNow() + 7 * 86_400_000, zone), time: '00:00' });
  const [place, setPlace] = useState(100);
  const adding = useMenuAct(() => addAnnouncement({
    organisation, name: name.trim(), text: text ?? '', number: number === '' ? null : number,
    houses: houses.map((each) => each.id), from: instantOf(from.day, from.time || '00:00', zone),
    until: instantOf(until.day, until.time || '00:00', zone), place,
  }), onClose);
  const isReady = name.trim() !== '' && text !== null && !adding.isPending;
  const moment = (which: 'from' | 'until', value: typeof from, onChange: (next: typeof from) => void) => (
    <div className={css.row}>
      <div className={css.short}>
        <label className={field.label} htmlFor={`${id}-${which}`}>{t(`ivr.term.${which}`)}</label>
        <DateField id={`${id}-${which}`} value={value.day} onChange={(day) => onChange({ ...value, day })} />
      </div>
      <div className={css.short}>
        <label className={field.label} htmlFor={`${id}-${which}-time`}>{t('ivr.time')}</label>
        <TimeField id={`${id}-${which}-time`} value={value.time} onChange={(time) => onChange({ ...value, time })} />
      </div>
    </div>
  );
  return (
    <Dialog title={t('ivr.newAnnouncement')} opened onClose={onClose} closeLabel={t('close')}>
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        if (isReady) {
          adding.mutate(undefined);
        }
      }}>
        <div>
          <label className={field.label} htmlFor={`${id}-name`}>{t('ivr.name')}</label>
          <input id={`${id}-name`} className={field.input} data-autofocus required maxLength={200} value={name}
            onChange={(event) => setName(event.currentTarget.value)} />
        </div>
        <div>
          <span className={field.label}>{t('ivr.sound')}</span>
          <ClipSelect organisation={organisation} value={text} label={t('ivr.sound')} none={t('ivr.choose')}
            onPick={setText} />
        </div>
        {moment('from', from, setFrom)}
        <p className={field.hint}>{t('ivr.fromHint')}</p>
        {moment('until', until, setUntil)}
        <div className={css.row}>
          <div className={css.grow}>
            <label className={field.label} htmlFor={`${id}-number`}>{t('ivr.number')}</label>
            <select id={`${id}-number`} className={field.input} value={number}
              onChange={(event) => setNumber(event.currentTarget.value)}>
              <option value="">{t('ivr.allNumbers')}</option>
              {numbers.map((each) => <option key={each}>{each}</option>)}
            </select>
          </div>
          <div className={css.short}>
            <label className={field.label} htmlFor={`${id}-place`}>{t('ivr.order')}</label>
            <input id={`${id}-place`} className={field.input} type="number" min={0} max={1000} value={place}
              onChange={(event) => setPlace(event.currentTarget.valueAsNumber || 0)} />
          </div>
        </div>
        <HousePicker organisation={organisation} houses={houses} label={t('ivr.housesLabel')} onChange={setHouses} />
        <Failure error={adding.error} />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={!isReady}>{t('ivr.announce')}</Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
