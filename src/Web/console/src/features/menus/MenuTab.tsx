import { IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import { getDemo } from '../demo/endpoints';
import {
  dropDraft, keepDraft, publish, trialNumber, tryMenu, type Menu, type MenuContent, type Mode, type PublicNumber,
} from './api';
import { HeardPanel } from './HeardPanel';
import { faultsOf, MODES, withMode } from './menu';
import css from './Menus.module.css';
import { useMenuAct } from './useMenus';
import { VariantEditor } from './VariantEditor';
import { Versions } from './Versions';
import { WhenDialog } from './WhenDialog';

/** The outline of a menu beside what it sounds like; a draft is nobody's until it is published. */
export function MenuTab({ menus, numbers, zone, mayChange }: {
  menus: readonly Menu[]; numbers: readonly PublicNumber[]; zone: string; mayChange: boolean;
}) {
  const { t } = useTranslation();
  const [code, setCode] = useState(menus[0]?.code ?? 'main');
  const menu = menus.find((each) => each.code === code) ?? menus[0];
  if (menu === undefined) {
    return null;
  }
  return (
    <div className={css.columns}>
      <div className={css.main} tabIndex={0} role="group" aria-label={t('ivr.tab.menu')}>
        {menus.length > 1 && (
          <ChipRow label={t('ivr.menuCode')} value={menu.code} onPick={setCode}
            chips={menus.map((each) => ({ value: each.code, label: each.code }))} />
        )}
        <Editor key={`${menu.code} ${menu.draft?.revision ?? `v${menu.current.version}`}`} menu={menu}
          numbers={numbers} zone={zone} mayChange={mayChange} />
      </div>
      <HeardPanel numbers={menu.numbers} zone={zone} draft={menu.draft !== null && menu.draft.fault === null} />
    </div>
  );
}

function Editor({ menu, numbers, zone, mayChange }: {
  menu: Menu; numbers: readonly PublicNumber[]; zone: string; mayChange: boolean;
}) {
  const { t } = useTranslation();
  const [content, setContent] = useState<MenuContent>(menu.draft?.menu ?? menu.current.menu);
  const [mode, setMode] = useState<Mode>('open');
  const [isPublishing, setPublishing] = useState(false);
  const saving = useMenuAct((wanted: MenuContent) => keepDraft(menu, wanted));
  const dropping = useMenuAct(() => dropDraft(menu));
  const publishing = useMenuAct(
    (given: { why: string; from: string | null }) => publish(menu, given.why, given.from), () => setPublishing(false));
  const isChanged = JSON.stringify(content) !== JSON.stringify(menu.draft?.menu ?? menu.current.menu);
  const variant = content.variants[mode];
  const faults = variant === undefined ? [] : faultsOf(variant);
  const save = () => {
    if (mayChange && isChanged && !saving.isPending) {
      saving.mutate(content);
    }
  };
  useKey('Ctrl+Enter', save, { enabled: mayChange });
  return (
    <>
      <p className={css.quiet}>
        {menu.current.version === 0 ? t('ivr.builtIn')
          : t('ivr.inForce', { version: menu.current.version, time: dateTime(menu.current.effectiveFrom) })}
        {menu.draft !== null && ` · ${t('ivr.draftBy', {
          name: menu.draft.changedBy, time: dateTime(menu.draft.changedAt) })}`}
      </p>
      <ChipRow<Mode> label={t('ivr.modes')} value={mode} onPick={setMode} chips={MODES.map((value) => ({
        value, label: `${t(`ivr.mode.${value}`)}${content.variants[value] === undefined ? '' : ' •'}`,
      }))} />
      {mode !== 'open' && (
        <label className={css.check}>
          <input type="checkbox" checked={variant !== undefined} disabled={!mayChange}
            onChange={(event) => setContent(withMode(content, mode, event.currentTarget.checked))} />
          {t('ivr.ownMenu')}
        </label>
      )}
      {variant === undefined
        ? <p className={css.quiet}>{t(mode === 'readingsOnly' ? 'ivr.readingsDefault' : 'ivr.asOpen')}</p>
        : (
          <VariantEditor organisation={menu.organisation} variant={variant} mayChange={mayChange}
            numbers={numbers.map((each) => each.number)}
            onChange={(next) => setContent({ variants: { ...content.variants, [mode]: next } })} />
        )}
      {faults.map((fault) => <p key={fault} className={field.error}>{t(`ivr.fault.${fault}`)}</p>)}
      {menu.draft?.fault != null && !isChanged && <Notice tone="error">{menu.draft.fault}</Notice>}
      <Failure error={saving.error ?? dropping.error} />
      {mayChange && (
        <div className={css.row}>
          <Button tone={isChanged ? 'primary' : 'plain'} keys="Ctrl Enter" disabled={!isChanged || saving.isPending}
            onClick={save}>
            {t('ivr.saveDraft')}
          </Button>
          {menu.draft !== null && (
            <>
              <Button tone={isChanged ? 'plain' : 'primary'} disabled={isChanged || menu.draft.fault !== null}
                onClick={() => setPublishing(true)}>
                {t('ivr.publish')}
              </Button>
              <Button tone="danger" disabled={dropping.isPending} onClick={() => dropping.mutate(undefined)}>
                {t('ivr.dropDraft')}
              </Button>
            </>
          )}
          <Trial menu={menu} />
        </div>
      )}
      {isPublishing && (
        <WhenDialog title={t('ivr.publish')} act={t('ivr.publish')} zone={zone} busy={publishing.isPending}
          error={publishing.error} onClose={() => setPublishing(false)} onDo={publishing.mutate} />
      )}
      <Versions versions={menu.versions.map((each) => ({ ...each, madeAt: each.publishedAt }))}
        current={menu.current.version}
        {...(mayChange ? { onTake: (version: number) => {
          const old = menu.versions.find((each) => each.version === version);
          setContent(old?.menu ?? content);
        } } : {})} />
    </>
  );
}

function Trial({ menu }: { menu: Menu }) {
  const { t } = useTranslation();
  const { session, openPhone } = useShell();
  const number = menu.numbers[0];
  const trial = useMutation({ mutationFn: () => tryMenu(number ?? '', menu.draft !== null) });
  const extension = session.extension;
  const demo = useQuery({ queryKey: ['demo'], queryFn: getDemo, staleTime: Infinity, retry: false });
  const calling = useMutation({
    // The tab is opened by the press itself: later a browser would hold it for a window nobody asked for.
    mutationFn: async (tab: Window | null) => {
      try {
        const trial = await trialNumber(number ?? '', menu.draft !== null);
        tab?.location.assign(`/demo/phone?to=${encodeURIComponent(trial.number)}`);
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
  });
  return (
    <>
      <Button disabled={number === undefined || trial.isPending}
        onClick={() => (extension === null ? openPhone() : trial.mutate())}>
        {extension === null ? t('phone.choose') : t('ivr.trial', { extension })}
      </Button>
      {demo.isSuccess && (
        <Button disabled={number === undefined || calling.isPending} data-act="trial-browser"
          onClick={() => calling.mutate(window.open('', '_blank'))}>
          <IconPlayerPlay size={16} aria-hidden="true" />
          {t(menu.draft === null ? 'ivr.tryBrowser' : 'ivr.tryBrowserDraft')}
        </Button>
      )}
      {trial.isSuccess && <Notice tone="ok">{t('ivr.trialRings')}</Notice>}
      <Failure error={trial.error ?? calling.error} />
    </>
  );
}
