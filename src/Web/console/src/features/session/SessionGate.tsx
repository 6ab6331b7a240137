import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { offerLanguage } from '../../i18n';
import { whenSignedOut } from '../../http';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Frame } from '../board/Frame';
import { SignIn } from './SignIn';
import { useSession } from './useSession';

/** The console for those who are signed in, the door for the others. */
export function SessionGate() {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  useEffect(() => whenSignedOut(() => client.setQueryData(['session'], null)), [client]);

  const language = session.data?.language;
  useEffect(() => offerLanguage(language), [language]);

  if (session.isPending) {
    return <main aria-busy="true" aria-label={t('loading')} />;
  }
  if (session.isError) {
    return (
      <main>
        <Empty page title={t('error.unreachable')}>
          <Button onClick={() => void session.refetch()}>{t('again')}</Button>
        </Empty>
      </main>
    );
  }
  return session.data === null ? <SignIn /> : <Frame session={session.data} />;
}
