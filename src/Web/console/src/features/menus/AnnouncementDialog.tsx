import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { HousePicker } from '../outages/HousePicker';
import type { House } from '../outages/outages';
import { getAnnouncementHouses, keepAnnouncement, type Announcement } from './api';
import { ClipSelect } from './ClipSelect';
import { instantOf, todayIn, wallOf } from './menu';
import css from './Menus.module.css';
import { MomentFields } from './MomentFields';
import { useMenuAct } from './useMenus';

const WEEK_MS = 7 * 86_400_000;
const NO_DAY = { day: '', time: '00:00' } as const;

/** A new announcement, or one that is being said or will be: what, to whom, from when, until when. */
export function AnnouncementDialog({ said, organisation, numbers, zone, onClose }: {
  said: Announcement | null; organisation: string; numbers: readonly string[]; zone: string; onClose(): void;
}) {
  const { t } = useTranslation();
  const id = said?.id ?? '';
  const known = useQuery({
    // What a colleague changed meanwhile is another version: the form never begins with the houses of an older one.
    queryKey: ['menus', 'houses', id, said?.version],
    queryFn: () => getAnnouncementHouses(id),
    enabled: said !== null && said.houses.length > 0,
    staleTime: Infinity,
  });
  const title = t(said === null ? 'ivr.newAnnouncement' : 'ivr.editAnnouncement');
  return (
    <Dialog title={title} opened onClose={onClose} closeLabel={t('close')}>
      <Failure error={known.error} onAgain={() => void known.refetch()} />
      {known.isLoading || known.isError ? null : (
        <AnnouncementForm said={said} houses={known.data ?? []} organisation={organisation} numbers={numbers}
          zone={zone} onClose={onClose} />
      )}
    </Dialog>
  );
}

function AnnouncementForm({ said, houses: chosen, organisation, numbers, zone, onClose }: {
  said: Announcement | null; houses: readonly House[]; organisation: string; numbers: readonly string[]; zone: string;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState(said?.name ?? '');
  const [text, setText] = useState<string | null>(said?.text ?? null);
  const [number, setNumber] = useState(said?.number ?? '');
  const [houses, setHouses] = useState<House[]>([...chosen]);
  const [from, setFrom] = useState(said === null ? NO_DAY : wallOf(said.from, zone));
  const [until, setUntil] = useState(said === null
    ? { day: todayIn(serverNow() + WEEK_MS, zone), time: '00:00' }
    : said.until === null ? NO_DAY : wallOf(said.until, zone));
  const [place, setPlace] = useState(said?.place ?? 100);
  const saving = useMenuAct(() => keepAnnouncement(said, {
    organisation, name: name.trim(), text: text ?? '', number: number === '' ? null : number,
    houses: houses.map((each) => each.id), from: instantOf(from.day, from.time || '00:00', zone),
    until: instantOf(until.day, until.time || '00:00', zone), place,
  }), onClose);
  const isReady = name.trim() !== '' && text !== null && !saving.isPending;
  return (
    <form className={page.form} onSubmit={(event) => {
      event.preventDefault();
      if (isReady) {
        saving.mutate(undefined);
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
      <div className={css.row}>
        <MomentFields label={t('ivr.term.from')} day={from.day} time={from.time}
          onDay={(day) => setFrom({ ...from, day })} onTime={(time) => setFrom({ ...from, time })} />
      </div>
      <p className={field.hint}>{t('ivr.fromHint')}</p>
      <div className={css.row}>
        <MomentFields label={t('ivr.term.until')} day={until.day} time={until.time}
          onDay={(day) => setUntil({ ...until, day })} onTime={(time) => setUntil({ ...until, time })} />
      </div>
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
      <Failure error={saving.error} />
      <div className={page.buttons}>
        <Button tone="primary" type="submit" disabled={!isReady}>
          {t(said === null ? 'ivr.announce' : 'ivr.saveAnnouncement')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
