FROM debian
RUN a
