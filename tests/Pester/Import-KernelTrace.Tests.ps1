BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $log = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/reference-trace.txt'))
    $id = 'NetPath.Cmdlets.KernelTracing.ImportKernelTraceCommand'
    $folder = New-TestFolder
    $headers = 'IN=cali0 OUT=eth0 SRC=10.0.0.3 DST=10.0.0.2 LEN=60 TTL=63 ID=7 PROTO=TCP SPT=5 DPT=80 SEQ=1 SYN'
}

AfterAll {
    Remove-TestFolder $folder
}

Describe 'Import-KernelTrace' {
    Context 'the sample' {
        BeforeAll {
            $packets = @(Import-KernelTrace $log -Snapshot $node)
        }

        It 'is one typed object for each packet' {
            $packets | Should -HaveCount 7
            $packets[0] | Should -BeOfType 'NetPath.Core.KernelTracing.KernelPacket'
            $packets.Number | Should -Be @(1, 2, 3, 4, 5, 6, 7)
        }

        It 'names the Service of each connection' {
            ($packets.Service | Where-Object { $_ } | Sort-Object -Unique) | Should -Be @('default/numbers-api', 'default/numbers-empty', 'default/numbers-nodeport:http', 'kube-system/kube-dns:dns')
        }

        It 'says how each ended' {
            # The client tried twice: the kernel takes an ICMP error for something that may pass.
            ($packets | Where-Object Verdict -EQ 'Rejected').Reason | Should -Be @('rejected by filter KUBE-SERVICES rule 1', 'rejected by filter KUBE-SERVICES rule 1')
            @($packets | Where-Object Verdict -EQ 'Accepted') | Should -HaveCount 5
            @($packets | Where-Object { $_.Problems }) | Should -HaveCount 0
        }

        It 'shows the packet before and after the translation' {
            $packet = $packets | Where-Object { $_.Packet.Destination -eq '10.109.60.134' }
            $packet.LastPacket.Destination | Should -Be '10.244.120.67'
            $packet.IsTranslated | Should -BeTrue
            $packet.InInterface | Should -Be 'cali241865e94fd'
            $packet.OutInterface | Should -Be 'cali693e13cd073'
            $packet.Namespace | Should -Be 'minikube'
            $packet.Backend | Should -Be 'NfTables'
        }

        It 'shows each rule with where the snapshot and the log hold it' {
            $step = ($packets | Where-Object { $_.Packet.Destination -eq '10.109.60.134' }).Steps | Where-Object Chain -EQ 'KUBE-SEP-E4SSCTGR3GJGHN43'
            $step.RuleNumber | Should -Be 2
            $step.Target | Should -Be 'DNAT'
            $step.Owner | Should -Be 'kube-proxy'
            $step.Rule | Should -BeLike '*-A KUBE-SEP-E4SSCTGR3GJGHN43 -p tcp * --to-destination 10.244.120.67:80'
            $step.Rewritten.Destination | Should -Be '10.244.120.67'
            $step.Evidence.File | Should -Be @('host/netfilter/iptables-nft-save.txt', 'reference-trace.txt')
            $step.Text | Should -BeLike 'trace id * ip nat KUBE-SEP-E4SSCTGR3GJGHN43 rule *'
        }

        It 'reads well as text' {
            "$($packets | Where-Object Verdict -EQ 'Rejected' | Select-Object -First 1)" | Should -BeLike '* tcp 10.244.120.68:* -> 10.106.0.1:80: Rejected'
        }
    }

    Context 'where lines come from' {
        It 'takes lines of Get-Content' {
            Get-Content $log | Import-KernelTrace -Snapshot $node | Should -HaveCount 7
        }

        It 'takes files' {
            Get-Item $log | Import-KernelTrace | Should -HaveCount 7
        }

        It 'takes wildcards, and numbers on' {
            [IO.File]::WriteAllText((Join-Path $folder 'kern.log'), "[1.0] TRACE: filter:FORWARD:policy:5 $headers`n")
            [IO.File]::WriteAllText((Join-Path $folder 'kern.log.1'), "[2.0] TRACE: filter:FORWARD:policy:5 $headers`n")
            (Import-KernelTrace (Join-Path $folder 'kern.log*')).Number | Should -Be @(1, 2)
        }

        It 'takes a compressed log, and a path with brackets as it stands' {
            $file = Join-Path $folder 'kern[1].gz'
            $stream = [IO.Compression.GZipStream]::new([IO.File]::Create($file), [IO.Compression.CompressionMode]::Compress)
            $bytes = [Text.Encoding]::UTF8.GetBytes("[1.0] TRACE: filter:FORWARD:policy:5 $headers`n")
            $stream.Write($bytes, 0, $bytes.Length)
            $stream.Dispose()
            (Import-KernelTrace -LiteralPath $file).Packet.Destination | Should -Be '10.0.0.2'
        }

        It 'stops when the pipeline has enough' {
            Import-KernelTrace $log | Select-Object -First 2 | Should -HaveCount 2
        }
    }

    Context 'without a snapshot' {
        It 'shows what the log itself says' {
            $packet = "Nov 23 02:00:00 host kernel: [ 12.5] TRACE: filter:FORWARD:rule:5 $headers" | Import-KernelTrace
            $packet.Namespace | Should -Be $null
            $packet.Stamp | Should -Be 'Nov 23 02:00:00'
            $packet.Time | Should -Be $null
            $packet.Verdict | Should -Be 'Unknown'
            $packet.Steps.Description | Should -Be 'filter FORWARD #5 matched'
            $packet.Steps.Rule | Should -Be $null
            $packet.Problems | Should -Be "the trace begins in the middle of the packet's way"
        }
    }

    Context 'errors' {
        It 'says that a log does not exist, and goes on' {
            $found = Import-KernelTrace (Join-Path $folder 'nope'), $log -ErrorVariable problems -ErrorAction SilentlyContinue
            $found | Should -HaveCount 7
            $problems[0].FullyQualifiedErrorId | Should -Be "TraceLogNotFound,$id"
        }

        It 'says that a file holds no trace' {
            [IO.File]::WriteAllText((Join-Path $folder 'other.log'), "one`ntwo`n")
            Import-KernelTrace (Join-Path $folder 'other.log') -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "TraceNotFound,$id"
            $problems[0].Exception.Message | Should -BeLike '*other.log'' holds no trace of the kernel: none of its 2 lines is one of *'
        }

        It 'names the line that is damaged, and reads the others' {
            $found = "[1.0] TRACE: filter:FORWARD:policy:5 $headers", '[1.1] TRACE: filter:FORWARD:pol' | Import-KernelTrace -ErrorVariable problems -ErrorAction SilentlyContinue
            $found | Should -HaveCount 1
            $problems[0].FullyQualifiedErrorId | Should -Be "TraceLineDamaged,$id"
            $problems[0].Exception.Message | Should -BeLike 'A line of the trace cannot be read, and was left out. the input, line 2: *'
        }

        It 'counts damaged lines when there are many' {
            $found = @("[1.0] TRACE: filter:FORWARD:policy:5 $headers") + @('[1.1] TRACE: filter:FORWARD:pol') * 13 | Import-KernelTrace -ErrorVariable problems -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
            $found | Should -HaveCount 1
            $problems | Should -HaveCount 10
            "$warnings" | Should -Be 'The input: 3 more damaged lines were left out.'
        }

        It 'wants a snapshot for a namespace' {
            { Import-KernelTrace $log -Namespace coredns -ErrorAction Stop } | Should -Throw -ErrorId "NamespaceWithoutSnapshot,$id"
        }

        It 'takes a namespace by name, prefix or address: <Namespace>' -ForEach @(
            @{ Namespace = 'minikube' }
            @{ Namespace = 'node' }
            @{ Namespace = 'client' }
            @{ Namespace = '10.244.120.68' }
        ) {
            { Import-KernelTrace $log -Namespace $Namespace -Snapshot $node -ErrorAction SilentlyContinue } | Should -Not -Throw
        }

        It 'says that a namespace does not exist' {
            { Import-KernelTrace $log -Namespace nope -Snapshot $node } | Should -Throw -ErrorId "NamespaceNotFound,$id"
        }

        It 'says that the rules changed since' {
            $changed = Expand-Sample $folder 'changed'
            Edit-Part $changed 'host/netfilter/nft-ruleset.json' '"handle": 84,' '"handle": 984,'
            Edit-Part $changed 'host/netfilter/iptables-nft-save.txt' '-d 10.109.60.134/32 -p tcp' '-d 10.109.60.135/32 -p tcp'
            $packet = Import-KernelTrace $log -Snapshot $changed | Where-Object { $_.Packet.Destination -eq '10.109.60.134' }
            $packet.Problems | Should -Be "nat KUBE-SERVICES: the snapshot's chain has no rule with the handle 84: it was written anew"
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Import-KernelTrace).OutputType.Name | Should -Be 'NetPath.Core.KernelTracing.KernelPacket'
        }
    }
}
