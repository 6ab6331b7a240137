import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { ChipRow } from '../../ui/ChipRow';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Tabs } from '../../ui/Tabs';
import { AnnouncementsTab } from './AnnouncementsTab';
import css from './Menus.module.css';
import { MenuTab } from './MenuTab';
import { NumbersTab } from './NumbersTab';
import { ScheduleTab } from './ScheduleTab';
import { useMenus, useNumbers, useSchedules } from './useMenus';

const TABS = ['menu', 'schedule', 'announcements', 'numbers'] as const;

type Tab = (typeof TABS)[number];

/** «Меню»: what a caller hears and may choose, when, on which number; nothing of it is code. */
export function MenusPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const [tab, setTab] = useState<Tab>('menu');
  const [picked, setOrganisation] = useState<string | null>(null);
  const [menus, schedules, numbers] = [useMenus(), useSchedules(), useNumbers()];
  // Nobody picked: the organisation that is called at all.
  const organisation = picked ?? numbers.data?.[0]?.organisation ?? session.organisations[0]?.code ?? '';
  const mayChange = session.role === 'supervisor' || session.role === 'admin';
  const schedule = schedules.data?.find((each) => each.organisation === organisation);
  const own = menus.data?.filter((each) => each.organisation === organisation) ?? [];
  const error = menus.error ?? schedules.error ?? numbers.error;
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('ivr.title')}</h1>
        <Tabs<Tab> id="ivr" label={t('ivr.title')} value={tab} onPick={setTab}
          tabs={TABS.map((value) => ({ value, label: t(`ivr.tab.${value}`) }))} />
        {session.organisations.length > 1 && (
          <div className={page.actions}>
            <ChipRow label={t('ivr.organisation')} value={organisation} onPick={setOrganisation}
              chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))} />
          </div>
        )}
      </div>
      {error !== null && <div className={page.bar}><Failure error={error} onAgain={() => void menus.refetch()} /></div>}
      {(schedule === undefined || numbers.data === undefined) && error === null && <Empty title={t('loading')} />}
      {schedule !== undefined && numbers.data !== undefined && (
        <div id="ivr-panel" role="tabpanel" aria-labelledby={`ivr-${tab}`} className={css.panel} key={organisation}>
          {tab === 'menu' && <MenuTab menus={own} zone={schedule.timeZone} mayChange={mayChange}
            numbers={numbers.data.filter((each) => each.organisation === organisation)} />}
          {tab === 'schedule' && <ScheduleTab schedule={schedule} mayChange={mayChange}
            numbers={own.flatMap((each) => each.numbers)} />}
          {tab === 'announcements' && <AnnouncementsTab organisation={organisation} zone={schedule.timeZone}
            mayChange={mayChange} numbers={own.flatMap((each) => each.numbers)} />}
          {tab === 'numbers' && <NumbersTab organisation={organisation} mayChange={mayChange} menus={own}
            numbers={numbers.data.filter((each) => each.organisation === organisation)} />}
        </div>
      )}
    </main>
  );
}
