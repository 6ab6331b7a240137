import { IconDeviceLandlinePhone, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../api';
import { Kbd } from '../../ui/Kbd';
import { PresenceButton } from '../queues/PresenceButton';
import { UserMenu } from '../session/UserMenu';
import { Brand } from './Brand';
import { Sections } from './Sections';
import css from './TopBar.module.css';

export function TopBar({ session, onSearch, onPhone }: {
  session: Session; onSearch(): void; onPhone(): void;
}) {
  const { t } = useTranslation();
  return (
    <header className={css.bar}>
      <Brand />
      <Sections role={session.role} />
      <button type="button" className={css.search} onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={15} aria-hidden="true" />
        <span>{t('search.open')}</span>
        <Kbd keys="Ctrl K" />
      </button>
      <button type="button" className={css.phone} onClick={onPhone}>
        <IconDeviceLandlinePhone size={16} stroke={1.8} aria-hidden="true" />
        {session.extension === null
          ? <span className={css.missing}>{t('phone.choose')}</span>
          : <span>{t('phone.mine', { extension: session.extension })}</span>}
      </button>
      <PresenceButton />
      <UserMenu name={session.name} onPhone={onPhone} />
    </header>
  );
}
