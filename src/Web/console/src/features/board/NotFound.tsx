import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/Empty';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <Empty page title={t('notFound.title')}><Link to="/">{t('notFound.back')}</Link></Empty>
    </main>
  );
}
