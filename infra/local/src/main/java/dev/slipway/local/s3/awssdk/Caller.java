package dev.slipway.local.s3.awssdk;

/** Who is behind a request, as S3's events tell it. */
public record Caller(String account, String requestId, String sourceIp) {}
