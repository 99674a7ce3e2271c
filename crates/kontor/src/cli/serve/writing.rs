//! The end of a connection that writes: who does not take what they asked for is cut off.
//!
//! Lies directly on the network, below TLS, so that what counts is what the other end has taken.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use kontor_kernel::limits;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use crate::metrics::Connections;

/// A stream whose other end must take what is written: all of it, or at least the next part, in its time.
pub(super) struct Taken {
    stream: TcpStream,
    patience: Duration,
    /// When the other end must have taken the part. Made when a write has to wait for the first time.
    timer: Option<Pin<Box<Sleep>>>,
    waits: bool,
    /// Bytes taken since it waits.
    taken: usize,
    counts: Arc<Connections>,
}

impl Taken {
    pub(super) fn new(stream: TcpStream, patience: Duration, counts: Arc<Connections>) -> Self {
        // An answer is written whole: it must not wait for more to come.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        // Answers that lie in the system's own buffers are given up after the same time.
        let millis = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
        if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(&stream, millis) {
            tracing::debug!(%error, "a connection keeps the system's patience");
        }
        Self { stream, patience, timer: None, waits: false, taken: 0, counts }
    }

    /// The first byte that the other end sends, left where it is; `None` when it ends without one.
    pub(super) async fn first_byte(&self) -> io::Result<Option<u8>> {
        let mut byte = [0; 1];
        let count = self.stream.peek(&mut byte).await?;
        Ok(byte.first().copied().filter(|_| count > 0))
    }

    /// What is made of a write of so many bytes.
    fn judge(
        &mut self,
        cx: &mut Context<'_>,
        wrote: Poll<io::Result<usize>>,
        all: usize,
    ) -> Poll<io::Result<usize>> {
        if let Poll::Ready(outcome) = wrote {
            let count = outcome.inspect_err(|error| self.count(error))?;
            self.taken = self.taken.saturating_add(count);
            if count == all || self.taken >= limits::WRITE_PART_BYTES {
                self.waits = false;
            }
            return Poll::Ready(Ok(count));
        }
        let patience = self.patience;
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(patience)));
        if !self.waits {
            (self.waits, self.taken) = (true, 0);
            timer.as_mut().reset(Instant::now() + patience);
        }
        ready!(timer.as_mut().poll(cx));
        self.counts.cut_off();
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "an answer was not taken in time")))
    }

    /// The system gives up what lies in its own buffers, and tells whoever reads or writes next, once.
    fn count(&self, error: &io::Error) {
        if error.kind() == io::ErrorKind::TimedOut {
            self.counts.cut_off();
        }
    }
}

impl AsyncRead for Taken {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        read.map(|read| read.inspect_err(|error| self.count(error)))
    }
}

impl AsyncWrite for Taken {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.judge(cx, wrote, bytes.len())
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.judge(cx, wrote, parts.iter().map(|part| part.len()).sum())
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// More than the buffers of both ends hold.
    const MUCH: usize = 16 << 20;

    /// A stream under test, and the other end.
    async fn pair(patience: Duration) -> (Taken, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (Taken::new(listener.accept().await.unwrap().0, patience, Arc::default()), other)
    }

    #[tokio::test]
    async fn who_takes_nothing_is_cut_off() {
        let (mut stream, _other) = pair(Duration::from_millis(300)).await;
        let started = Instant::now();
        let error = stream.write_all(&vec![0; MUCH]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    }

    #[tokio::test]
    async fn who_is_slow_but_takes_enough_gets_all() {
        let (mut stream, mut other) = pair(Duration::from_millis(500)).await;
        let read = async {
            let (mut all, mut part) = (0, vec![0; 1 << 20]);
            while all < MUCH {
                tokio::time::sleep(Duration::from_millis(30)).await;
                all += other.read(&mut part).await.unwrap();
            }
        };
        let started = Instant::now();
        let bytes = vec![0; MUCH];
        let (wrote, ()) = tokio::join!(stream.write_all(&bytes), read);
        wrote.unwrap();
        // It took longer than the patience for one part.
        assert!(started.elapsed() > Duration::from_millis(400), "{:?}", started.elapsed());
        // What was waited for before does not count for what is written now.
        tokio::time::sleep(Duration::from_millis(600)).await;
        stream.write_all(b"more").await.unwrap();
    }
}
