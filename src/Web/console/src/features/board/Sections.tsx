import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../keys';
import { Kbd } from '../../ui/Kbd';
import menu from '../session/UserMenu.module.css';
import { keyCap, sectionsFor, type Section } from './sections';
import css from './TopBar.module.css';

/** The sections that are open to this role: as many as fit, the others behind one button. */
export function Sections({ role }: { role: string }) {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(width >= 1280px)', true, { getInitialValueInEffect: false });
  const isMiddle = useMediaQuery('(width >= 1000px)', true, { getInitialValueInEffect: false });
  const sections = sectionsFor(role);
  const fit = isWide ? 6 : isMiddle ? 4 : 2;
  const shown = sections.length <= fit ? sections : sections.slice(0, fit - 1);
  const rest = sections.slice(shown.length);
  return (
    <nav className={css.nav} aria-label={t('nav.title')}>
      {shown.map((section) => (
        <Link
          key={section.path}
          to={section.path}
          className={css.link}
          activeOptions={{ exact: section.path === '/' }}
          {...(section.code === undefined ? {} : { 'aria-keyshortcuts': keyCap(section.code).replace(' ', '+') })}
        >
          {t(section.label)}
        </Link>
      ))}
      {rest.length > 0 && <More sections={rest} />}
      {sections.map((section) => <SectionKey key={section.path} section={section} />)}
    </nav>
  );
}

function More({ sections }: { sections: readonly Section[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const path = useLocation().pathname;
  const open = sections.find((section) => path.startsWith(section.path));
  return (
    <Menu
      position="bottom-start"
      offset={6}
      width={220}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: menu.dropdown ?? '', item: menu.item ?? '' }}
    >
      <Menu.Target>
        <button type="button" className={css.more} data-status={open === undefined ? 'other' : 'active'}>
          {open === undefined ? t('nav.more') : t(open.label)}
          <IconChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('nav.more')}>
        {sections.map((section) => (
          <Menu.Item
            key={section.path}
            aria-current={section === open ? 'page' : undefined}
            rightSection={section.code === undefined ? undefined : <Kbd keys={keyCap(section.code)} />}
            onClick={() => void navigate({ to: section.path })}
          >
            {t(section.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function SectionKey({ section }: { section: Section }) {
  const navigate = useNavigate();
  useKey(section.code ?? '', () => void navigate({ to: section.path }), { enabled: section.code !== undefined });
  return null;
}
