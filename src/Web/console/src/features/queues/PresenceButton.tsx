import { Menu } from '@mantine/core';
import { IconCoffee, IconPlayerPlay, IconUserCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Countdown, Elapsed } from '../../ui/Clock';
import { ReasonDialog } from '../../ui/ReasonDialog';
import menu from '../session/UserMenu.module.css';
import { endWrapUp, pause, PAUSE_REASONS, resume, UNREACHABLE, type PauseReason } from './api';
import css from './Queues.module.css';
import { usePresence, usePresenceAct } from './usePresence';

const ICON = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

/** One's own pause, in the top bar: one press to leave with a reason, one to come back, one to end the writing up. */
export function PresenceButton() {
  const { t } = useTranslation();
  const agent = usePresence();
  const [asks, setAsks] = useState(false);
  const leave = usePresenceAct(
    (given: { reason: PauseReason; text: string | null }) => pause(given.reason, given.text), () => setAsks(false));
  const back = usePresenceAct(() => resume());
  const done = usePresenceAct(() => endWrapUp());
  if (agent === undefined) {
    return null;
  }
  const isLost = UNREACHABLE.has(agent.state);
  const failed = leave.error ?? back.error ?? done.error;
  if (agent.pauseReason !== null) {
    return (
      <button type="button" className={`${css.presence} ${css.paused}`} data-presence="paused"
        disabled={back.isPending} title={failed?.message} onClick={() => back.mutate(undefined)}>
        <IconPlayerPlay {...ICON} />
        {t(`queues.reason.${agent.pauseReason}`)} <Elapsed since={agent.since} />
        <b>{t('queues.resume')}</b>
      </button>
    );
  }
  return (
    <>
      {agent.wrapUpUntil !== null && agent.state !== 'inCall' && (
        <button type="button" className={css.presence} data-presence="wrapUp" disabled={done.isPending}
          title={failed?.message} onClick={() => done.mutate(undefined)}>
          {t('queues.state.wrapUp')} <Countdown dueAt={agent.wrapUpUntil} />
          <b>{t('queues.endWrapUp')}</b>
        </button>
      )}
      <Menu position="bottom-end" offset={6} width={232} withinPortal={false} withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
        classNames={{ dropdown: menu.dropdown ?? '', item: menu.item ?? '', label: menu.label ?? '' }}>
        <Menu.Target>
          <button type="button" className={`${css.presence} ${isLost ? css.lost : ''}`} data-presence={agent.state}
            title={failed?.message ?? (isLost ? t(`queues.why.${agent.state}`) : undefined)}>
            <IconUserCheck {...ICON} />
            {t(`queues.state.${agent.state}`)}
          </button>
        </Menu.Target>
        <Menu.Dropdown aria-label={t('queues.pause')}>
          <Menu.Label>{t('queues.pause')}</Menu.Label>
          {PAUSE_REASONS.map((reason) => (
            <Menu.Item key={reason} leftSection={<IconCoffee {...ICON} />}
              onClick={() => (reason === 'other' ? setAsks(true) : leave.mutate({ reason, text: null }))}>
              {t(`queues.reason.${reason}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asks && (
        <ReasonDialog title={t('queues.pause')} act={t('queues.pauseDo')} tone="primary" busy={leave.isPending}
          error={leave.error} onClose={() => setAsks(false)}
          onDo={(text) => leave.mutate({ reason: 'other', text: text.slice(0, 100) })} />
      )}
    </>
  );
}
