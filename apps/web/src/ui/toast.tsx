import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import css from './toast.module.css';

const manager = Toast.createToastManager();

/** Says what just happened, to eyes and to screen readers. */
export function notify(title: string, description?: string): void {
  manager.add({ title, ...(description ? { description } : {}), timeout: 6000 });
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast ?? ''}>
      <Toast.Content className={css.content ?? ''}>
        <div>
          <Toast.Title className={css.title ?? ''} render={<p />} />
          <Toast.Description className={css.text ?? ''} />
        </div>
        <Toast.Close
          render={
            <IconButton label="Dismiss" tiny>
              <X size={13} />
            </IconButton>
          }
        />
      </Toast.Content>
    </Toast.Root>
  ));
}

/** The place where notices appear; mounted once. */
export function Toaster() {
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
