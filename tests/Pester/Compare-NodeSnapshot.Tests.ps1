BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Snapshots.CompareNodeSnapshotCommand'
    $folder = New-TestFolder
    $changed = Expand-Sample $folder 'changed'
    Edit-Part $changed 'host/netfilter/iptables-nft-save.txt' ":FORWARD ACCEPT" ":FORWARD DROP"
    Edit-Part $changed 'host/sysctl.txt' 'net/ipv4/ip_forward = 1' 'net/ipv4/ip_forward = 0'
    $after = Import-NodeSnapshot -Path $changed
    $other = Expand-Sample $folder 'other'
    Edit-Part $other 'manifest.json' '"node":"minikube"' '"node":"minikube-m02"'
    Edit-Part $other 'host/sysctl.txt' 'net/ipv4/ip_forward = 1' 'net/ipv4/ip_forward = 0'
}

AfterAll {
    Remove-TestFolder $folder
}

Describe 'Compare-NodeSnapshot' {
    Context 'two instants of a node' {
        It 'writes nothing where nothing changed' {
            Compare-NodeSnapshot $node $sample | Should -BeNullOrEmpty
        }

        It 'writes a typed object for each difference, with both sides and their evidence' {
            $found = Compare-NodeSnapshot $node $after -Kind Sysctl
            $found | Should -HaveCount 1
            $found | Should -BeOfType 'NetPath.Core.Snapshots.Comparison.SnapshotDifference'
            $found.Name | Should -Be 'net/ipv4/ip_forward'
            $found.Place | Should -Be 'minikube'
            $found.Change | Should -Be 'Changed'
            $found.Before | Should -Be '1'
            $found.After | Should -Be '0'
            $found.BeforeEvidence[0].Text | Should -Be 'net/ipv4/ip_forward = 1'
            $found.AfterEvidence[0].Text | Should -Be 'net/ipv4/ip_forward = 0'
            $found.AfterEvidence[0].File | Should -Be 'host/sysctl.txt'
        }

        It 'tells a changed policy' {
            $found = Compare-NodeSnapshot $node $after -Kind Chain | Where-Object Name -EQ 'filter FORWARD'
            $found.Change | Should -Be 'Changed'
            $found.Before | Should -Be 'policy ACCEPT'
            $found.After | Should -Be 'policy DROP'
        }

        It 'tells whose connections end otherwise, from a client' {
            $found = Compare-NodeSnapshot $node $after -Kind Outcome -From client-66d9c8b7f4-8wz5k | Where-Object Service -EQ 'default/numbers-api'
            $found | Should -HaveCount 1
            $found | Should -BeOfType 'NetPath.Core.Snapshots.Comparison.ServiceOutcomeDifference'
            $found.Endpoint | Should -Be '10.244.120.67:80'
            $found.SymptomBefore | Should -Be 'Connected'
            $found.SymptomAfter | Should -Be 'TimedOut'
            $found.DispositionBefore | Should -Be 'Delivered'
        }

        It 'does not take the order of kube-proxy''s rules for single Services for a difference' {
            $shuffled = Expand-Sample $folder 'shuffled'
            $path = [IO.Path]::Combine($shuffled, 'host/netfilter/iptables-nft-save.txt')
            $lines = [Collections.Generic.List[string]][IO.File]::ReadAllLines($path)
            $service = $lines | Where-Object { $_ -match '-A KUBE-SERVICES .*numbers-api cluster IP' }
            $first = $lines.FindIndex({ param($line) $line -match '-A KUBE-SERVICES .*cluster IP' })
            $null = $lines.Remove($service)
            $lines.Insert($first, $service)
            [IO.File]::WriteAllLines($path, $lines)
            Compare-NodeSnapshot $node $shuffled | Should -BeNullOrEmpty
        }
    }

    Context 'what was not collected' {
        It 'is said to be not compared, and never removed' {
            $bare = Expand-Sample $folder 'bare'
            Remove-Section $bare 'sockets'
            $found = Compare-NodeSnapshot $node $bare -Kind Socket
            $found.Change | Should -Be 'NotCompared'
            $found.Before | Should -Be 'collected'
            $found.After | Should -BeLike "the section 'sockets' was not collected*"
            $found.Place | Should -Be 'minikube and 5 more'
        }
    }

    Context 'two nodes' {
        It 'says what it leaves out, and compares the rest' {
            $found = Compare-NodeSnapshot $node $other -WarningVariable warned -WarningAction SilentlyContinue
            $warned[0].Message | Should -BeLike 'minikube and minikube-m02 are two nodes. Left out is what each has of its own:*'
            ($found | Where-Object Kind -EQ 'Sysctl').Name | Should -Be 'net/ipv4/ip_forward'
        }
    }

    Context 'the pipeline' {
        It 'compares the later snapshots with the first' {
            $found = $sample, $changed, $changed | Compare-NodeSnapshot -Kind Sysctl
            $found | Should -HaveCount 2
            $found.After | Should -Be @('0', '0')
        }

        It 'takes the reference as parameter, and the others from the pipeline' {
            ($after | Compare-NodeSnapshot $node -Kind Sysctl).After | Should -Be '0'
        }

        It 'gives differences that bring the later snapshot along' {
            (Compare-NodeSnapshot $node $after -Kind Sysctl | Get-ConntrackUsage minikube).Namespace | Should -Be 'minikube'
        }
    }

    Context 'errors' {
        It 'says that one snapshot cannot be compared' {
            $node | Compare-NodeSnapshot -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -Be "NothingToCompare,$id"
        }

        It 'ends when the reference cannot be read' {
            { Compare-NodeSnapshot nothing.tar.gz $node } | Should -Throw -ErrorId "SnapshotNotFound,$id"
        }

        It 'ends when there are several references' {
            { Compare-NodeSnapshot $node, $after $node } | Should -Throw -ErrorId "SeveralReferences,$id"
        }
    }

    Context 'the views' {
        It 'shows both sides under each other' {
            $text = (Compare-NodeSnapshot $node $after -Kind Sysctl | Out-String -Width 80) -replace "`r"
            $text.Trim() | Should -Be "Changed Sysctl net/ipv4/ip_forward (minikube)`n  - 1`n  + 0"
        }

        It 'shows one line each with the view Summary' {
            $text = Compare-NodeSnapshot $node $after -Kind Sysctl | Format-Table -View Summary | Out-String -Width 80
            $text | Should -Match 'Changed +Sysctl +net/ipv4/ip_forward'
        }
    }

    Context 'the command' {
        It 'says what it writes' {
            (Get-Command Compare-NodeSnapshot).OutputType.Name | Should -Be @('NetPath.Core.Snapshots.Comparison.SnapshotDifference', 'NetPath.Core.Snapshots.Comparison.ServiceOutcomeDifference')
        }

        It 'has this syntax' {
            (Get-Command Compare-NodeSnapshot -Syntax).Trim() | Should -Be 'Compare-NodeSnapshot [[-Reference] <SnapshotSource[]>] [[-Difference] <SnapshotSource[]>] [-Kind <DifferenceKind[]>] [-From <string>] [<CommonParameters>]'
        }
    }
}
