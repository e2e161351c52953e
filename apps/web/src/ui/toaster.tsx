import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { Button, IconButton } from './button.tsx';
import { type Notice, type NoticeAction, takeNotices } from './toast.tsx';
import css from './toast.module.css';

const manager = Toast.createToastManager();

/** How long a notice stays, in ms; longer when something can be done about it. */
const stay = { plain: 6_000, action: 10_000 } as const;

function actionOf(data: unknown): NoticeAction | null {
  return typeof data === 'object' && data !== null && 'run' in data ? (data as NoticeAction) : null;
}

function ActionButton({ action, onDone }: { action: NoticeAction; onDone: () => void }) {
  const act = () => {
    onDone();
    action.run();
  };
  return (
    <Button tone="onRail" className={css.action ?? ''} onClick={act}>
      {action.label}
    </Button>
  );
}

function ToastList() {
  const { toasts, close } = Toast.useToastManager();
  return toasts.map((toast) => {
    const action = actionOf(toast.data);
    return (
      <Toast.Root key={toast.id} toast={toast} className={css.toast ?? ''} data-notice="">
        <Toast.Content className={css.content ?? ''}>
          <div>
            <Toast.Title className={css.title ?? ''} render={<p />} />
            <Toast.Description className={css.text ?? ''} />
          </div>
          {action ? <ActionButton action={action} onDone={() => close(toast.id)} /> : null}
          <Toast.Close
            render={
              <IconButton label="Dismiss" tiny>
                <X size={13} />
              </IconButton>
            }
          />
        </Toast.Content>
      </Toast.Root>
    );
  });
}

/** Notices by the change set that their action takes back. */
const offers = new Map<string, string>();

function show({ title, description, action }: Notice): void {
  const timeout = action ? stay.action : stay.plain;
  const id = manager.add({
    title,
    timeout,
    ...(description ? { description } : {}),
    ...(action ? { data: action } : {}),
  });
  if (action?.takesBack !== undefined) offers.set(action.takesBack, id);
}

function end(changeSetId: string): void {
  const id = offers.get(changeSetId);
  offers.delete(changeSetId);
  if (id !== undefined) manager.close(id);
}

/** Shows notices for six seconds, or ten where something can be done about them. */
export function Toaster() {
  useEffect(() => takeNotices(show, end), []);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className={css.viewport ?? ''}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
