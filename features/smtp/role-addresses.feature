@smtp
Feature: Names under which somebody in charge is reached (RFC 2142)

  @rfc2142-5-postmaster-of-the-domain-accepted @rfc2142-2-names-in-any-case
  Scenario: Postmaster of the domain, in any case
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<postmaster@{domain}>
      S: (250|251)
      C: RCPT TO:<PostMaster@{domain}>
      S: (250|251)
      C: RCPT TO:<PoStMaStEr@{domain}>
      S: (250|251)
      """

  @rfc2142-2-abuse-of-the-domain-accepted
  Scenario: Abuse of the domain
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<abuse@{domain}>
      S: (250|251)
      """

  @rfc2142-1-role-names-of-the-domain-accepted
  Scenario: A message for postmaster is taken
    Given an SMTP client that has said EHLO
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<postmaster@{domain}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        To: postmaster@{domain}
        Date: Tue, 3 Mar 2026 12:00:00 +0000
        Message-ID: <{token}@client.example.org>
        Subject: {token}

        Something is wrong with mail.
      S: 250
      """
