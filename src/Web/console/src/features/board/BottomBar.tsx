import { useTranslation } from 'react-i18next';
import { Kbd } from '../../ui/Kbd';
import css from './BottomBar.module.css';
import { CHEATS } from './cheats';
import { useLinkFacts, useLinkLevel } from './LiveProvider';
import { SoundToggle } from './SoundToggle';
import { useHealth, useShares } from './useHealth';

/** The health of the link, always in sight, and the keys of this screen. */
export function BottomBar({ onHelp }: { onHelp(): void }) {
  const { t } = useTranslation();
  const level = useLinkLevel();
  const facts = useLinkFacts();
  const health = useHealth();
  const shares = useShares();
  const troubles = Object.entries(health?.parts ?? {})
    .filter(([, state]) => state !== 'ok')
    .map(([part]) => t(`health.part.${part}`, { defaultValue: part }));
  return (
    <footer className={css.bar}>
      <span className={css.link} data-level={level}>
        <i className={css.dot} aria-hidden="true" />
        {level === 'good'
          ? t('link.good', { ms: facts.rttMs ?? 0 })
          : t(level === 'connecting' ? 'link.connecting' : level === 'closed' ? 'link.closed' : 'link.lost')}
      </span>
      {troubles.length > 0 && (
        <span className={css.trouble}>{t('health.trouble', { parts: troubles.join(', ') })}</span>
      )}
      {health && <span>{t('health.lines', { busy: health.linesBusy, max: health.linesMax })}</span>}
      {shares?.answeredInTimePercent != null && (
        <span title={t('health.day')}>{t('health.answered', { percent: shares.answeredInTimePercent })}</span>
      )}
      {shares?.calledBackInTimePercent != null && (
        <span title={t('health.day')}>{t('health.calledBack', { percent: shares.calledBackInTimePercent })}</span>
      )}
      <SoundToggle />
      <ul className={css.keys} aria-label={t('cheat.title')}>
        {CHEATS.filter((cheat) => cheat.bar).map((cheat) => (
          <li key={cheat.keys}>
            {cheat.keys === 'F1'
              ? <button type="button" className={css.help} onClick={onHelp}><Kbd keys="F1" /> {t(cheat.text)}</button>
              : <><Kbd keys={cheat.keys} /> {t(cheat.text)}</>}
          </li>
        ))}
      </ul>
    </footer>
  );
}
