import { IconArrowsMoveVertical } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../ui/Dialog';
import { Kbd } from '../../ui/Kbd';
import { CHEATS } from './cheats';
import css from './CheatSheet.module.css';

export function CheatSheet({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('cheat.title')} opened={opened} onClose={onClose} closeLabel={t('close')} size="28rem">
      <dl className={css.list}>
        {CHEATS.map((cheat) => (
          <div key={cheat.keys} className={css.row}>
            <dt className={css.key}>
              <span className="visuallyHidden">{cheat.keys}</span>
              {cheat.keys === 'Arrows'
                ? <IconArrowsMoveVertical size={18} aria-hidden="true" />
                : <Kbd keys={cheat.keys} />}
            </dt>
            <dd>{t(cheat.text)}</dd>
          </div>
        ))}
      </dl>
      <p className={css.note}>{t('cheat.note')}</p>
    </Dialog>
  );
}
