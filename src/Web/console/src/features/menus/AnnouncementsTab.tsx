import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import { Pill } from '../../ui/Pill';
import { AnnouncementDialog } from './AnnouncementDialog';
import { sampleUrl, withdrawAnnouncement, type Announcement } from './api';
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
  const [edited, setEdited] = useState<Announcement | 'new' | null>(null);
  const withdrawing = useMenuAct((id: string) => withdrawAnnouncement(id));
  const rows = query.data?.filter((each) => each.organisation === organisation) ?? [];
  useKey('Ctrl+Enter', () => setEdited('new'), { enabled: mayChange && edited === null });
  const button = mayChange && (
    <Button tone="primary" keys="Ctrl Enter" onClick={() => setEdited('new')}>
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
            onEdit={() => setEdited(each)} onWithdraw={() => withdrawing.mutate(each.id)} />
        ))}
      </ul>
      {edited !== null && (
        <AnnouncementDialog said={edited === 'new' ? null : edited} organisation={organisation} numbers={numbers}
          zone={zone} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

function Row({ said, mayChange, onEdit, onWithdraw }: {
  said: Announcement; mayChange: boolean; onEdit(): void; onWithdraw(): void;
}) {
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
        ? (
          <span className={css.tools}>
            <Button size="small" onClick={onEdit} aria-label={`${t('ivr.editAnnouncement')}: ${said.name}`}>
              {t('ivr.edit')}
            </Button>
            <Button size="small" tone="danger" onClick={onWithdraw}>{t('ivr.withdraw')}</Button>
          </span>
        )
        : <span />}
    </li>
  );
}
