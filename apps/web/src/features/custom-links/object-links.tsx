import { ExternalLink } from 'lucide-react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { type ObjectLinkLine, useObjectAside } from '../bookmarks/marks.ts';
import { linkGroups } from './link-groups.ts';

function Single({ link }: { link: ObjectLinkLine }) {
  if (link.url === null) {
    return (
      <Button disabled title={link.problem ?? undefined}>
        {link.text}
      </Button>
    );
  }
  return (
    <a
      className={buttonClass('plain')}
      href={link.url}
      rel="noopener noreferrer"
      {...(link.newWindow ? { target: '_blank' } : {})}
    >
      {link.text} {link.newWindow ? <ExternalLink size={12} aria-label="opens a new window" /> : null}
    </a>
  );
}

function open({ url, newWindow }: ObjectLinkLine): void {
  if (url !== null) window.open(url, newWindow ? '_blank' : '_self', 'noopener,noreferrer');
}

/** Links that administrators put on objects of the type: single ones as buttons, those of a group in a menu. */
export function ObjectLinks({ entity, row }: { entity: UiEntity; row: Row }) {
  const links = useObjectAside(entity, row)?.objectLinks ?? [];
  return linkGroups(links).map(({ group, links: own }) =>
    group === null ? (
      own.map((link) => <Single key={link.id} link={link} />)
    ) : (
      <Menu key={group} trigger={<Button>{group}</Button>}>
        {own.map((link) => (
          <MenuItem key={link.id} onSelect={() => open(link)} {...(link.problem ? { hint: link.problem } : {})}>
            {link.text}
          </MenuItem>
        ))}
      </Menu>
    ),
  );
}
