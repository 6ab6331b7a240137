import { PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../http';
import { Button } from '../../ui/Button';
import { fieldClasses } from '../../ui/field';
import { Notice } from '../../ui/Notice';
import { Brand } from '../board/Brand';
import css from './SignIn.module.css';
import { useSignIn } from './useSession';

/** One answer for a wrong name and a wrong password: the page must not tell which names exist. */
export function SignIn() {
  const { t } = useTranslation();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const entry = useSignIn();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!entry.isPending) {
      entry.mutate({ user: user.trim(), password });
    }
  };

  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={submit} aria-labelledby="sign-in-title">
        <Brand />
        <h1 id="sign-in-title" className={css.title}>{t('session.title')}</h1>
        <TextInput
          classNames={fieldClasses}
          label={t('session.user')}
          name="user"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          classNames={{ ...fieldClasses, innerInput: css.password ?? '' }}
          label={t('session.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword'), tabIndex: 0 }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {entry.error !== null && <Notice tone="error">{explain(entry.error, t)}</Notice>}
        <Button tone="primary" type="submit" className={css.enter} disabled={entry.isPending}>
          {entry.isPending ? t('session.entering') : t('session.enter')}
        </Button>
      </form>
    </main>
  );
}

function explain(error: Error, t: (key: string) => string): string {
  if (!(error instanceof Problem)) {
    return t('error.unreachable');
  }
  return error.status === 401 ? t('session.refused') : (error.detail ?? error.title ?? t('error.unknown'));
}
