@smtp
Feature: DATA and its end

  @rfc5321-4.1.1.4-data-is-answered-354 @service:lmtp @service:submission
  Scenario: DATA with a recipient in place is answered with 354
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      """

  @rfc5321-4.1.1.4-success-is-answered-250 @service:submission
  Scenario: A message that was taken is answered with 250
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: {token}

        to be taken
      S: 250
      """

  @rfc5321-2.1-success-hands-over-responsibility @service:lmtp @framing @service:submission
  Scenario: What was answered with success is delivered
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      taken over by the server
      """
    When it sends the message
    Then "{recipient}" receives the message

  @rfc5321-4.1.1.4-end-of-data-clears-the-transaction @service:lmtp @service:submission
  Scenario: The end of data ends the transaction
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: {token}

        the only one of its transaction
      S: 250
      C: RCPT TO:<{recipient}>
      S: 503
      """
    Then the session is still usable

  @rfc5321-4.1.1.4-one-reply-for-all-recipients @accounts:2 @service:submission
  Scenario: Two recipients make one reply at the end of data
    Given an SMTP client that can send mail
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: RCPT TO:<{recipient2}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        From: {sender}
        Subject: {token}

        one message, one reply
      S: 250
      C: QUIT
      S: 221
      """

  @rfc5321-4.1.1.4-lines-of-data-are-no-commands @service:lmtp @framing
  Scenario: Lines that look like commands are text after 354
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      RSET
      MAIL FROM:<nobody@example.org>
      DATA
      QUIT
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-4.1.1.4-no-line-is-added @service:lmtp @service:submission
  Scenario: No empty line is added before the end of data
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      the last line
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added

  @rfc5321-3.3-header-defects-not-refused
  Scenario: A message with a poor header section is taken
    Given an SMTP client that has said EHLO
    And this message
      """
      Subject: {token}
      Subject: once more
      MIME-Version: 1.0
      Content-Type: multipart/mixed

      neither date nor author, and a multipart without a boundary
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-3.3-resent-mismatch-not-refused
  Scenario: Resent fields that do not match are no reason to refuse
    Given an SMTP client that has said EHLO
    And this message
      """
      Resent-To: {recipient}
      Resent-To: someone@example.org
      Resent-Message-ID: <one@example.org>
      From: {sender}
      Subject: {token}

      sent once more, says nobody and never
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.5.3.1.8-header-recipients-do-not-count
  Scenario: A header section with many recipients is no reason to refuse
    Given an SMTP client that has said EHLO
    And this message
      """
      From: {sender}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}
      To: p0@example.org, p1@example.org, p2@example.org, p3@example.org,
       p4@example.org, p5@example.org, p6@example.org, p7@example.org,
       p8@example.org, p9@example.org, p10@example.org, p11@example.org,
       p12@example.org, p13@example.org, p14@example.org, p15@example.org,
       p16@example.org, p17@example.org, p18@example.org, p19@example.org,
       p20@example.org, p21@example.org, p22@example.org, p23@example.org,
       p24@example.org, p25@example.org, p26@example.org, p27@example.org,
       p28@example.org, p29@example.org, p30@example.org, p31@example.org,
       p32@example.org, p33@example.org, p34@example.org, p35@example.org,
       p36@example.org, p37@example.org, p38@example.org, p39@example.org,
       p40@example.org, p41@example.org, p42@example.org, p43@example.org,
       p44@example.org, p45@example.org, p46@example.org, p47@example.org,
       p48@example.org, p49@example.org, p50@example.org, p51@example.org,
       p52@example.org, p53@example.org, p54@example.org, p55@example.org,
       p56@example.org, p57@example.org, p58@example.org, p59@example.org,
       p60@example.org, p61@example.org, p62@example.org, p63@example.org,
       p64@example.org, p65@example.org, p66@example.org, p67@example.org,
       p68@example.org, p69@example.org, p70@example.org, p71@example.org,
       p72@example.org, p73@example.org, p74@example.org, p75@example.org,
       p76@example.org, p77@example.org, p78@example.org, p79@example.org,
       p80@example.org, p81@example.org, p82@example.org, p83@example.org,
       p84@example.org, p85@example.org, p86@example.org, p87@example.org,
       p88@example.org, p89@example.org, p90@example.org, p91@example.org,
       p92@example.org, p93@example.org, p94@example.org, p95@example.org,
       p96@example.org, p97@example.org, p98@example.org, p99@example.org,
       p100@example.org, p101@example.org, p102@example.org, p103@example.org,
       p104@example.org, p105@example.org, p106@example.org, p107@example.org,
       p108@example.org, p109@example.org, p110@example.org, p111@example.org,
       p112@example.org, p113@example.org, p114@example.org, p115@example.org,
       p116@example.org, p117@example.org, p118@example.org, p119@example.org,
       p120@example.org, p121@example.org, p122@example.org, p123@example.org,
       p124@example.org, p125@example.org, p126@example.org, p127@example.org,
       p128@example.org, p129@example.org, p130@example.org, p131@example.org,
       p132@example.org, p133@example.org, p134@example.org, p135@example.org,
       p136@example.org, p137@example.org, p138@example.org, p139@example.org,
       p140@example.org, p141@example.org, p142@example.org, p143@example.org,
       p144@example.org, p145@example.org, p146@example.org, p147@example.org,
       p148@example.org, p149@example.org, p150@example.org, p151@example.org,
       p152@example.org, p153@example.org, p154@example.org, p155@example.org,
       p156@example.org, p157@example.org, p158@example.org, p159@example.org

      addressed to many, on paper
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C{.}
        {message}
      S: 250
      """
    Then "{recipient}" receives the message

  @rfc5321-4.5.2-all-ascii-delivered @service:lmtp @service:submission
  Scenario: Control characters are delivered as they were sent
    Given an SMTP client that can send mail
    And this message
      """
      Subject: {token}
      """
    When it says
      """
      C: MAIL FROM:<{sender}>
      S: 250
      C: RCPT TO:<{recipient}>
      S: (250|251)
      C: DATA
      S: 354
      C: From: {sender}
      C: Date: Tue, 3 Mar 2026 12:00:00 +0000
      C: Message-ID: <a.{token}@client.example.org>
      C: Subject: {token}
      C:
      C: tab \t bell \x07 back \x08 vertical \x0b form \x0c escape \x1b delete \x7f end
      C: \x20two blanks before and after\x20\x20
      C: .
      S: 250
      """
    Then "{recipient}" receives the message
    And "{received}" matches "...tab \t bell \x07 back \x08 vertical \x0b form \x0c escape \x1b delete \x7f end\r\n\x20two blanks before and after\x20\x20\r\n..."

  @rfc5321-4.5.2-transformations-reversible @service:lmtp @service:submission
  Scenario: Lines that stores treat as their own come back as they were sent
    Given an SMTP client that can send mail
    And this message
      """
      From: {sender}
      To: {recipient}
      Date: Tue, 3 Mar 2026 12:00:00 +0000
      Message-ID: <{token}@client.example.org>
      Subject: {token}

      From here on it could be the next message
      >From the last one
      Content-Length: 3

      )
      +OK
      """
    When it sends the message
    Then "{recipient}" receives the message
    And the received message equals what was sent below the fields the path added
