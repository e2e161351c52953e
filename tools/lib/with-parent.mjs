// Preloaded into a program that must not outlive its parent: when the channel closes, the program is asked to stop.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
