import { Menu } from '@mantine/core';
import { IconChevronDown, IconDeviceLandlinePhone, IconLogout, IconMoon, IconRowInsertBottom, IconSun, IconWorld }
  from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, useLanguage } from '../../i18n';
import type { Density, Scheme } from '../../theme';
import { useLooks } from '../../looks';
import css from './UserMenu.module.css';
import { useSignOut } from './useSession';

const DENSITIES: readonly Density[] = ['compact', 'normal', 'large'];
const ICON = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

export function UserMenu({ name, onPhone }: { name: string; onPhone(): void }) {
  const { t } = useTranslation();
  const looks = useLooks();
  const [language, setLanguage] = useLanguage();
  const exit = useSignOut();
  const other: Scheme = looks.scheme === 'dark' ? 'light' : 'dark';
  const nextDensity = DENSITIES[(DENSITIES.indexOf(looks.density) + 1) % DENSITIES.length] ?? 'normal';

  return (
    <Menu
      position="bottom-end"
      offset={6}
      width={232}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      classNames={{
        dropdown: css.dropdown ?? '', item: css.item ?? '', label: css.label ?? '', divider: css.divider ?? '',
      }}
    >
      <Menu.Target>
        <button type="button" className={css.target}>
          {name}
          <IconChevronDown {...ICON} size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.title')}>
        <Menu.Item leftSection={<IconDeviceLandlinePhone {...ICON} />} onClick={onPhone}>{t('menu.phone')}</Menu.Item>
        <Menu.Item
          leftSection={other === 'dark' ? <IconMoon {...ICON} /> : <IconSun {...ICON} />}
          onClick={() => looks.setScheme(other)}
          closeMenuOnClick={false}
        >
          {t(`menu.scheme.${other}`)}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRowInsertBottom {...ICON} />}
          onClick={() => looks.setDensity(nextDensity)}
          closeMenuOnClick={false}
        >
          {t('menu.density', { name: t(`menu.densities.${looks.density}`) })}
        </Menu.Item>
        <Menu.Divider />
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each.code}
            lang={each.code}
            leftSection={<IconWorld {...ICON} />}
            aria-current={each.code === language ? 'true' : undefined}
            onClick={() => setLanguage(each.code)}
          >
            {each.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={() => exit.mutate()}>{t('menu.exit')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
